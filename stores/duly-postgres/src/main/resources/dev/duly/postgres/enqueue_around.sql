-- The same as enqueue, of jobs of which some ids are taken, or within a transaction of the caller's, which an error would end: a taken id is
-- passed over (index: job_id). A caller that gets a smaller count than it sent looks for the holders.
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
), stored as (
  insert into duly.job
    (seq, id, type, queue, priority, payload, content_type, payload_version, key_id, max_attempts, retry, timeout,
     created_at, scheduled_at, expires_at, unique_key, group_key, tags, headers, producer)
  select
    j.seq, j.id, k.type, k.queue, k.priority, j.payload, k.content_type, k.payload_version, k.key_id, k.max_attempts, k.retry, k.timeout,
    (select now from moment), coalesce(j.at, (select now from moment) + j.delay), coalesce(k.expire_at, (select now from moment) + k.expire_in), k.unique_key, k.group_key, k.tags, k.headers, k.producer
  from unnest(
    :seqs::bigint[], :ids::text[], :payloads::bytea[], :kinds::bigint[], :at::bigint[], :delays::bigint[]) as j (seq, id, payload, kind, at, delay)
  join kind k using (kind)
  order by j.seq -- of two alike the first is stored
  on conflict (id) do nothing
  returning seq
), put as (
  insert into duly.ready (lane, due, first, jobs)
  select b.lane, b.due, min(s.seq), bit_or(duly.bit(s.seq))
  from stored s join block b on b.first >> 6 = s.seq >> 6
  group by b.first, b.lane, b.due
  returning lane, jobs
), counted as (
  insert into duly.tally (lane, waiting) select lane, sum(duly.size(jobs)) from put group by lane
)
select count(*) from stored
