-- Jobs by the thousand, of ids that are mostly new: a taken one fails the whole statement (index: job_id). What the jobs have in common
-- is said once, as a kind; blocks carry queue, level and due time. Locks nothing that others wait for, but an id that another transaction is
-- storing right now.
with moment as materialized (
  select duly.moment(:now) as now
), kind as materialized (
  select * from unnest(
    :types::text[], :queues::text[], :priorities::text[], :content_types::text[], :payload_versions::int[], :key_ids::text[],
    :max_attempts::int[], :retries::text[], :timeouts::bigint[], :expire_at::bigint[], :expire_in::bigint[],
    :unique_keys::text[], :group_keys::text[], :tags::text[], :headers::text[], :producers::text[])
  with ordinality as k (
    type, queue, priority, content_type, payload_version, key_id, max_attempts, retry, timeout, expire_at, expire_in,
    unique_key, group_key, tags, headers, producer, kind)
), block as materialized (
  select b.first, b.jobs, l.lane, coalesce(b.at, (select now from moment) + b.delay) as due
  from unnest(
    :block_firsts::bigint[], :block_jobs::bigint[], :block_queues::text[], :block_priorities::text[],
    :block_at::bigint[], :block_delays::bigint[]) as b (first, jobs, queue, priority, at, delay)
  left join duly.lane l on l.queue = b.queue and l.priority = b.priority and l.gate = ''
), put as (
  insert into duly.ready (lane, due, first, jobs) select lane, due, first, jobs from block
), counted as (
  insert into duly.tally (lane, waiting) select lane, sum(duly.size(jobs)) from block group by lane
)
insert into duly.job
  (seq, id, type, queue, priority, payload, content_type, payload_version, key_id, max_attempts, retry, timeout,
   created_at, scheduled_at, expires_at, unique_key, group_key, tags, headers, producer)
select
  j.seq, j.id, k.type, k.queue, k.priority, j.payload, k.content_type, k.payload_version, k.key_id, k.max_attempts, k.retry, k.timeout,
  (select now from moment), coalesce(j.at, (select now from moment) + j.delay), coalesce(k.expire_at, (select now from moment) + k.expire_in), k.unique_key, k.group_key, k.tags, k.headers, k.producer
from unnest(
    :seqs::bigint[], :ids::text[], :payloads::bytea[], :kinds::bigint[], :at::bigint[], :delays::bigint[]) as j (seq, id, payload, kind, at, delay)
join kind k using (kind)
