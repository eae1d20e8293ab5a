-- Newest first, read from the end of the table, from below one row on.
select
  seq, id, type, queue, priority, state, content_type, payload_version, key_id, max_attempts, retry, timeout,
  created_at, scheduled_at, expires_at, unique_key, group_key, tags, headers, producer,
  attempts, lost, lost_streak, released_streak, parked_streak, cancel_requested, park_reason, reason,
  started_at, finished_at, worker, result_type, result_version, result_key_id,
  length(payload) as payload_size, case when length(payload) <= ?6 then payload end as payload,
  length(result) as result_size, case when length(result) <= ?6 then result end as result,
  (select lease_until from claim where job.state = 'running' and claim.token = job.token)
    as lease_until
from job
where (?1 is null or state = ?1) and (?2 is null or queue = ?2) and (?3 is null or type = ?3) and seq < ?4
order by seq desc
limit ?5
