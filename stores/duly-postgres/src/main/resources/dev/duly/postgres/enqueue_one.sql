-- One job, of an id that is mostly new: a taken one fails the statement (index: job_id), and so does a lane that is not there. To begin and end
-- the many parts of enqueue.sql takes longer than these three inserts. The clock is the statement's, so that all columns have one moment.
with put as (
  insert into duly.ready (lane, due, first, jobs)
  values (
    (select lane from duly.lane where queue = :queue and priority = :priority and gate = ''),
    coalesce(:at::bigint, coalesce(:now::bigint, (extract(epoch from statement_timestamp()) * 1000)::bigint) + :delay::bigint), :first, 1)
  returning lane
), counted as (
  insert into duly.tally (lane, waiting) select lane, 1 from put
)
insert into duly.job
  (created_at, scheduled_at, type, queue, priority, content_type, payload_version, key_id, max_attempts, retry, timeout, expires_at,
   unique_key, group_key, tags, headers, producer, seq, id, payload)
values (
  coalesce(:now::bigint, (extract(epoch from statement_timestamp()) * 1000)::bigint),
  coalesce(:at::bigint, coalesce(:now::bigint, (extract(epoch from statement_timestamp()) * 1000)::bigint) + :delay::bigint),
  :type, :queue, :priority, :content_type, :payload_version::int, :key_id, :max_attempts::int, :retry, :timeout::bigint, :expires_at::bigint,
  :unique_key, :group_key, :tags, :headers, :producer,
  :first, :id, :payload)
