-- The head of a lane: what is due, in the order it became due. Index: job_ready.
select
  seq, id, type, priority, queue, content_type, payload_version, key_id, payload, attempts, max_attempts, retry, timeout,
  created_at, scheduled_at, expires_at, lost_streak, released_streak, parked_streak, unique_key, group_key, tags, headers, producer,
  cancel_requested, fence
from job
where lane = ? and state = 'waiting' and scheduled_at <= ?
order by scheduled_at, seq
limit ?
