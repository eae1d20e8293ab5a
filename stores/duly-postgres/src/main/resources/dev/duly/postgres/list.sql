-- Newest first, from below one row on. Index: the key of job, read backwards.
with wanted as materialized (select ?::text as state, ?::text as queue, ?::text as type, ?::int as bytes)
select
  r.seq, r.id, r.type, r.queue, r.priority, r.state, r.content_type, r.payload_version, r.key_id, r.max_attempts, r.retry, r.timeout,
  r.created_at, r.scheduled_at, r.expires_at, r.unique_key, r.group_key, r.tags, r.headers, r.producer,
  r.attempts, r.lost, r.lost_streak, r.released_streak, r.parked_streak, r.cancel_requested, r.park_reason, r.reason,
  r.started_at, r.finished_at, r.lease_until, r.worker, r.result_type, k.result_version, k.result_key_id,
  length(r.payload) as payload_size, case when length(r.payload) <= w.bytes then r.payload end as payload,
  length(r.result) as result_size, case when length(r.result) <= w.bytes then r.result end as result
from wanted w
join lateral (
  select * from duly.record r
  where r.seq < ? and (w.queue is null or r.queue = w.queue) and (w.type is null or r.type = w.type)
    and (w.state is null or r.state = w.state)
  order by r.seq desc
  limit ?
) r on true
join lateral (select result_version, result_key_id from duly.job where seq = r.seq limit 1) k on true
order by r.seq desc
