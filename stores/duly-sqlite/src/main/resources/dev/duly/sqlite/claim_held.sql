-- What is still running of a run. Index: the row numbers. The columns are those of claim_due; all are read.
select
  seq, id, payload, created_at, scheduled_at,
  7 as flags,
  type, content_type, payload_version, max_attempts, retry, timeout,
  attempts, fence, lost_streak, released_streak, parked_streak, cancel_requested,
  expires_at, unique_key, group_key, tags, headers, key_id,
  producer
from job not indexed
where seq between ? and ? and token = ? and state = 'running'
order by seq
limit ?
