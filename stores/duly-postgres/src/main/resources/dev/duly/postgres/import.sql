-- Jobs that have just been stored, and detached from their blocks, are dead letters from elsewhere.
with letter as materialized (
  select * from unnest(
    ?::bigint[], ?::int[], ?::int[], ?::int[], ?::int[], ?::int[], ?::int[], ?::int[], ?::text[], ?::text[],
    ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[])
  as l (seq, lane, attempts, lost, lost_streak, released_streak, parked_streak, asked, reason, fingerprint,
    created_at, scheduled_at, started_at, finished_at, worker)
), counted as (
  insert into duly.tally (lane, dead) select lane, count(*) from letter group by lane
)
update duly.job j
set state = 'dead', attempts = l.attempts, lost = l.lost, lost_streak = l.lost_streak, released_streak = l.released_streak,
    parked_streak = l.parked_streak, cancel_requested = l.asked = 1, reason = l.reason, fingerprint = l.fingerprint,
    created_at = l.created_at, scheduled_at = l.scheduled_at, started_at = l.started_at, finished_at = l.finished_at, worker = l.worker
from letter l
where j.seq = l.seq
