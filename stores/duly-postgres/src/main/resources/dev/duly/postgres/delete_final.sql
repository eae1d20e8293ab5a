-- Forgets jobs that are over, with their attempts and what their handlers said; or, as the last parameter says, dead ones alone. Index: job_id; of completed ones done_block, which keeps their bits.
with target as materialized (
  select j.seq, j.id, l.lane, coalesce(j.state, 'completed') as state, j.unique_key is not null as has_key
  from duly.job j join duly.lane l on l.queue = j.queue and l.priority = j.priority and l.gate = ''
  where j.id = any (?)
    and (not ? or j.state = 'dead')
    and (j.state in ('dead', 'cancelled')
      or exists (select from duly.done d where d.block = j.seq >> 6 and (d.jobs & duly.bit(j.seq)) <> 0))
  order by j.seq
  for update of j
), tried as (
  delete from duly.attempt where job = any (array(select seq from target))
), noted as (
  delete from duly.note where job = any (array(select seq from target))
), measured as (
  delete from duly.progress where job = any (array(select seq from target))
), freed as (
  delete from duly.unique_key where job = any (array(select seq from target where has_key))
), gone as (
  delete from duly.job where seq = any (array(select seq from target))
), counted as (
  insert into duly.tally (lane, completed, cancelled, dead)
  select lane, -count(*) filter (where state = 'completed'), -count(*) filter (where state = 'cancelled'),
    -count(*) filter (where state = 'dead')
  from target group by lane
)
select id from target
