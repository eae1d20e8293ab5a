-- The same as enqueue_around, of jobs of which some have unique keys: such a job is stored if its id is new and no other job holds its key. The keys are
-- taken first, in their order; that waits for others who take them right now. One that a job took which is not stored is held by no job. What
-- is in the answer was stored; of the rest the caller asks why.
with moment as materialized (
  select duly.moment(:now) as now
), kind as materialized (
  select * from unnest(
    :types::text[], :queues::text[], :priorities::text[], :content_types::text[], :payload_versions::int[], :key_ids::text[],
    :max_attempts::int[], :retries::text[], :timeouts::bigint[], :expire_at::bigint[], :expire_in::bigint[],
    :unique_keys::text[], :unique_for::bigint[], :group_keys::text[], :tags::text[], :headers::text[], :producers::text[])
  with ordinality as k (
    type, queue, priority, content_type, payload_version, key_id, max_attempts, retry, timeout, expire_at, expire_in,
    unique_key, unique_for, group_key, tags, headers, producer, kind)
), block as materialized (
  select b.first, b.jobs, l.lane, coalesce(b.at, (select now from moment) + b.delay) as due
  from unnest(
    :block_firsts::bigint[], :block_jobs::bigint[], :block_queues::text[], :block_priorities::text[],
    :block_at::bigint[], :block_delays::bigint[]) as b (first, jobs, queue, priority, at, delay)
  left join duly.lane l on l.queue = b.queue and l.priority = b.priority and l.gate = ''
), taken as (
  insert into duly.unique_key (key, job)
  select g.key, g.job
  from unnest(:keys::text[], :key_jobs::bigint[]) as g (key, job)
  order by g.key
  on conflict (key) do update set job = excluded.job where not duly.holds_1(unique_key.job, (select now from moment))
  returning job
), stored as (
  insert into duly.job
    (seq, id, type, queue, priority, payload, content_type, payload_version, key_id, max_attempts, retry, timeout,
     created_at, scheduled_at, expires_at, unique_key, unique_until, group_key, tags, headers, producer)
  select
    j.seq, j.id, k.type, k.queue, k.priority, j.payload, k.content_type, k.payload_version, k.key_id, k.max_attempts, k.retry, k.timeout,
    (select now from moment), coalesce(j.at, (select now from moment) + j.delay), coalesce(k.expire_at, (select now from moment) + k.expire_in), k.unique_key,
    case when k.unique_for > 0 then (select now from moment) + k.unique_for else k.unique_for end, k.group_key, k.tags, k.headers, k.producer
  from unnest(
    :seqs::bigint[], :ids::text[], :payloads::bytea[], :kinds::bigint[], :at::bigint[], :delays::bigint[]) as j (seq, id, payload, kind, at, delay)
  join kind k using (kind)
  where k.unique_key is null or j.seq in (select job from taken)
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
select seq from stored
