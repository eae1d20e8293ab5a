-- One row per job; the tuple is repeated for a bulk. Takes the write lock; a taken id fails the whole statement on job_id, and the
-- caller then goes one by one.
insert into job
  (id, type, queue, priority, lane, scheduled_at, created_at, expires_at, max_attempts, retry, timeout,
   content_type, payload_version, key_id, payload, unique_key, group_key, tags, headers, producer, unique_until)
values
  (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
