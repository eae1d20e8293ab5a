-- What is still running of a run. Index: the row numbers.
select
  seq, id, type, priority, queue, content_type, payload_version, key_id, payload, attempts, max_attempts, retry, timeout,
  created_at, scheduled_at, expires_at, lost_streak, released_streak, parked_streak, unique_key, group_key, tags, headers, producer,
  cancel_requested, fence
from job not indexed
where seq between ? and ? and token = ? and state = 'running'
order by seq
limit ?
