-- What is due of a group behind a moment and row, in the order it became due. Index: job_group. The columns are those of claim_due.
select
  seq, id, payload, created_at, scheduled_at,
  ((attempts | fence | lost_streak | released_streak | parked_streak | cancel_requested) <> 0)
    + 2 * (coalesce(expires_at, unique_key, group_key, tags, headers, key_id) is not null)
    + 4 * (producer is not null)
    + 8 * ((type, content_type, payload_version, max_attempts, retry, timeout) is (?4, ?5, ?6, ?7, ?8, ?9)) as flags,
  type, content_type, payload_version, max_attempts, retry, timeout,
  attempts, fence, lost_streak, released_streak, parked_streak, cancel_requested,
  expires_at, unique_key, group_key, tags, headers, key_id,
  producer
from job indexed by job_group
where lane = ?1 and group_key = ?10 and state = 'waiting' and scheduled_at <= ?2 and (scheduled_at, seq) > (?11, ?12)
order by scheduled_at, seq
limit ?3
