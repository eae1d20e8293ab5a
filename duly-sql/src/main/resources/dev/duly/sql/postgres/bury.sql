-- Jobs that have just been stored, and pulled out of their blocks, are dead letters from elsewhere.
with letter as materialized (
  select * from unnest(?::bigint[], ?::int[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
  as l (seq, lane, attempts, reason, fingerprint, error, message, stack)
), moment as materialized (
  select duly.moment(?) as now
), tried as (
  insert into duly.attempt (job, fence, number, started_at, ended_at, worker, outcome, error, message, stack, fingerprint)
  select seq, 0, attempts, now, now, 'import', 'dead', error, message, stack, fingerprint from letter cross join moment
), counted as (
  insert into duly.tally (lane, dead) select lane, count(*) from letter group by lane
)
update duly.job j
set state = 'dead', attempts = l.attempts, reason = l.reason, fingerprint = l.fingerprint, finished_at = m.now
from letter l cross join moment m
where j.seq = l.seq
