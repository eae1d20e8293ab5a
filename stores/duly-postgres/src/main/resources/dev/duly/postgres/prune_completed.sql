-- Deletes jobs that completed longer ago than they are kept, with their attempts and what their handlers said: some blocks at a time, the oldest first, so that no
-- claim waits for it. Passes over what others are deleting here. What a person deletes meanwhile is counted there: what counts is what
-- was removed. Index: done_finished, done_block, the keys of job and attempt.
with old as materialized (
  select block, jobs, token from duly.done
  where finished_at <= duly.moment(?) - (select completed from duly.retention)
  order by finished_at
  limit 50
  for update skip locked
), target as materialized (
  select j.seq
  from old o
  join lateral (
    select seq from duly.job
    where seq between o.block << 6 and (o.block << 6) + 63 and (o.jobs & duly.bit(seq)) <> 0
    limit 64
  ) j on true
), locked as materialized (
  select seq, unique_key is not null as has_key from duly.job where seq = any (array(select seq from target)) order by seq for update
), gone as (
  delete from duly.done d using old o where d.block = o.block and d.token = o.token and d.jobs = o.jobs
), tried as (
  delete from duly.attempt where job = any (array(select seq from locked))
), noted as (
  delete from duly.note where job = any (array(select seq from locked))
), measured as (
  delete from duly.progress where job = any (array(select seq from locked))
), freed as (
  delete from duly.unique_key where job = any (array(select seq from locked where has_key))
), removed as (
  delete from duly.job where seq = any (array(select seq from locked)) returning queue, priority
), counted as (
  insert into duly.tally (lane, completed)
  select l.lane, -count(*)
  from removed r join duly.lane l on l.queue = r.queue and l.priority = r.priority and l.gate = ''
  group by l.lane
)
select count(*) from old
