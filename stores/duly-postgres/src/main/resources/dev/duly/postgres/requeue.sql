-- Dead or cancelled jobs go back to wait, with a fresh budget, unless another job holds the unique key of one. Locks the jobs in the order of their rows. Index: job_id.
with candidate as materialized (
  select j.seq, j.id, j.state, l.lane, case when j.unique_until is null then j.unique_key end as key
  from duly.job j join duly.lane l on l.queue = j.queue and l.priority = j.priority and l.gate = ''
  where j.id = any (:ids::text[]) and j.state in ('dead', 'cancelled')
  order by j.seq
  for update of j
), moment as materialized (
  select duly.moment(:now) as now
), taken as (
  insert into duly.unique_key (key, job)
  select distinct on (key) key, seq from candidate where key is not null order by key, array_position(:ids::text[], id)
  on conflict (key) do update set job = excluded.job where not duly.holds_1(unique_key.job, (select now from moment))
  returning job
), target as materialized (
  select seq, state, lane from candidate where key is null or seq in (select job from taken)
), changed as (
  update duly.job j
  set state = null, scheduled_at = m.now, attempts = 0, lost_streak = 0, released_streak = 0, parked_streak = 0,
      cancel_requested = false, reason = null, finished_at = null
  from moment m
  where j.seq = any (array(select seq from target))
), put as (
  insert into duly.ready (lane, due, first, jobs)
  select t.lane, m.now, t.seq, duly.bit(t.seq) from target t cross join moment m
  on conflict (lane, due, first) do update set jobs = ready.jobs | excluded.jobs
), counted as (
  insert into duly.tally (lane, waiting, dead, cancelled)
  select lane, count(*), -count(*) filter (where state = 'dead'), -count(*) filter (where state = 'cancelled')
  from target group by lane
)
select id, seq in (select seq from target) from candidate
