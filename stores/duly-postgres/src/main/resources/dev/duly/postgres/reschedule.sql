-- Another time for jobs that were pulled out of their blocks, with the lanes they lay in: at an instant, or after a delay;
-- never before now, since claims may have passed what was due earlier. Index: the key of job.
with target as materialized (
  select * from unnest(?::bigint[], ?::int[]) as t (seq, lane)
), moment as materialized (
  select greatest(m.now, coalesce(?::bigint, m.now + ?::bigint)) as due
  from (select duly.moment(?) as now) m
), put as (
  insert into duly.ready (lane, due, first, jobs)
  select t.lane, m.due, t.seq, duly.bit(t.seq) from target t cross join moment m
  on conflict (lane, due, first) do update set jobs = ready.jobs | excluded.jobs
), counted as (
  insert into duly.tally (lane, waiting) select lane, count(*) from target group by lane
)
update duly.job
set scheduled_at = (select due from moment), park_reason = null
where seq = any (array(select seq from target))
returning id
