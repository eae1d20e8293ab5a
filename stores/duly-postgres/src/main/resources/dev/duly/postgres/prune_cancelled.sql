-- Deletes jobs that were cancelled longer ago than they are kept, with their attempts and what their handlers said, some at a time. Index: job_cancelled, the keys of job and attempt.
with target as materialized (
  select j.seq, l.lane, j.unique_key is not null as has_key
  from duly.job j join duly.lane l on l.queue = j.queue and l.priority = j.priority and l.gate = ''
  where j.state = 'cancelled' and j.finished_at <= duly.moment(?) - (select cancelled from duly.retention)
  order by j.finished_at
  limit 1000
  for update of j skip locked
), tried as (
  delete from duly.attempt where job = any (array(select seq from target))
), noted as (
  delete from duly.note where job = any (array(select seq from target))
), measured as (
  delete from duly.progress where job = any (array(select seq from target))
), freed as (
  delete from duly.unique_key where job = any (array(select seq from target where has_key))
), forgotten as (
  delete from duly.job where seq = any (array(select seq from target))
), counted as (
  insert into duly.tally (lane, cancelled) select lane, -count(*) from target group by lane
)
select count(*) from target
