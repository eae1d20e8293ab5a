-- A job that was pulled out of its block gets what a newer one of its key asks for, and waits again; it stays the job that it is. Never due
-- before now, since claims may have passed what was due earlier. Index: the key of job.
with moment as materialized (
  select m.now, greatest(m.now, coalesce(?::bigint, m.now + ?::bigint)) as due
  from (select duly.moment(?) as now) m
), changed as (
  update duly.job
  set payload = ?, content_type = ?, payload_version = ?, key_id = ?, priority = ?, scheduled_at = (select due from moment), park_reason = null
  where seq = ?
  returning seq, queue, priority
), put as (
  insert into duly.ready (lane, due, first, jobs)
  select l.lane, m.due, c.seq, duly.bit(c.seq)
  from changed c join duly.lane l on l.queue = c.queue and l.priority = c.priority and l.gate = '' cross join moment m
  on conflict (lane, due, first) do update set jobs = ready.jobs | excluded.jobs
  returning lane
)
insert into duly.tally (lane, waiting) select lane, 1 from put
