-- Jobs of one kind in one block, as enqueue_one.sql stores one.
with put as (
  insert into duly.ready (lane, due, first, jobs)
  values (
    (select lane from duly.lane where queue = :queue and priority = :priority and gate = ''),
    coalesce(:at::bigint, coalesce(:now::bigint, (extract(epoch from statement_timestamp()) * 1000)::bigint) + :delay::bigint), :first::bigint, :jobs::bigint)
  returning lane
), counted as (
  insert into duly.tally (lane, waiting) select lane, :size::bigint from put
)
insert into duly.job
  (created_at, scheduled_at, type, queue, priority, content_type, payload_version, key_id, max_attempts, retry, timeout, expires_at,
   unique_key, group_key, tags, headers, producer, seq, id, payload)
select
  coalesce(:now::bigint, (extract(epoch from statement_timestamp()) * 1000)::bigint),
  coalesce(:at::bigint, coalesce(:now::bigint, (extract(epoch from statement_timestamp()) * 1000)::bigint) + :delay::bigint),
  :type, :queue, :priority, :content_type, :payload_version::int, :key_id, :max_attempts::int, :retry, :timeout::bigint, :expires_at::bigint,
  :unique_key, :group_key, :tags, :headers, :producer,
  :first::bigint + n - 1, j.id, j.payload
from unnest(:ids::text[], :payloads::bytea[]) with ordinality as j (id, payload, n)
