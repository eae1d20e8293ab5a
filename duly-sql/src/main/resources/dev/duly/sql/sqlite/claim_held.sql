-- What is still running of a run. Index: the row numbers.
select
  seq, id, type, content_type, payload_version, payload, max_attempts, retry, timeout, created_at, scheduled_at,
  attempts | fence | lost_streak | released_streak | parked_streak | cancel_requested as has_history,
  attempts, fence, lost_streak, released_streak, parked_streak, cancel_requested,
  coalesce(expires_at, unique_key, group_key, tags, headers, key_id) is not null as has_more, producer is not null as has_producer,
  expires_at, unique_key, group_key, tags, headers, producer, key_id
from job not indexed
where seq between ? and ? and token = ? and state = 'running'
order by seq
limit ?
