-- Dead or cancelled jobs go back to wait, with a fresh budget. Locks the jobs in the order of their rows. Index: job_id.
with target as materialized (
  select j.seq, j.state, l.lane
  from duly.job j join duly.lane l on l.queue = j.queue and l.priority = j.priority and l.gate = ''
  where j.id = any (?) and j.state in ('dead', 'cancelled')
  order by j.seq
  for update of j
), moment as materialized (
  select duly.moment(?) as now
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
select j.id from target t join duly.job j using (seq)
