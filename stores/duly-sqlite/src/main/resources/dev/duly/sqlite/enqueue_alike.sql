-- Jobs that differ in id and payload alone, and have no labels but a producer; the tuple is repeated for a bulk, its numbered values are bound once
-- for all. Takes the write lock; a taken id fails the whole statement on job_id, and the caller then goes one by one.
insert into job
  (type, queue, priority, lane, scheduled_at, created_at, max_attempts, retry, timeout, content_type, payload_version, producer, id,
   payload)
values
  (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?, ?)
