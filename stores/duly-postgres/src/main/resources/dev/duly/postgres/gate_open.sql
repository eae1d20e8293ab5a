-- What lies behind a gate goes back to the lane it came from. In the transaction of type_resume, after it. Index: the key of ready.
with gated as materialized (
  select g.lane, o.lane as open
  from duly.lane g join duly.lane o on o.queue = g.queue and o.priority = g.priority and o.gate = ''
  where g.gate = 'type:' || ?
), taken as (
  delete from duly.ready r using gated g where r.lane = g.lane returning g.open, r.due, r.first, r.jobs
)
insert into duly.ready (lane, due, first, jobs)
select open, due, first, jobs from taken
on conflict (lane, due, first) do update set jobs = ready.jobs | excluded.jobs
