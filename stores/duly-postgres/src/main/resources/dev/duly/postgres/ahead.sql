-- How many due jobs a strict worker takes before a waiting one, up to a limit: those of the levels before its own, and those of its own
-- that come first; of paused types none. A row that has several is counted whole. Indexes: the keys of ready and of job.
with me as materialized (
  select r.lane, r.due, r.first, l.queue, l.priority, r.jobs & (duly.bit(j.seq) - 1) as before
  from duly.job j
  join duly.ready r on r.first >> 6 = j.seq >> 6 and (r.jobs & duly.bit(j.seq)) <> 0
  join duly.lane l on l.lane = r.lane
  where j.id = ? and j.queue = ?
), moment as materialized (
  select duly.moment(?) as now
)
select least(?::bigint, coalesce(sum(duly.size(counted.jobs & ~coalesce(paused.jobs, 0))), 0))
from (
  select before as jobs, first from me
  union all
  (select r.jobs, r.first
   from me
   cross join moment m
   join unnest(array['high', 'normal', 'low']) with ordinality as level (priority, place) on true
   join duly.lane l on l.queue = me.queue and l.priority = level.priority and l.gate = ''
   join lateral (
     select jobs, first from duly.ready
     where lane = l.lane
       and (l.priority <> me.priority and due <= m.now or l.priority = me.priority and (due, first) < (least(me.due, m.now + 1), me.first))
     limit 10000
   ) r on true
   where level.place <= array_position(array['high', 'normal', 'low'], me.priority)
   limit 10000)
) counted
left join lateral (
  select bit_or(duly.bit(j.seq)) as jobs
  from duly.job j join duly.paused_type using (type)
  where j.seq between counted.first >> 6 << 6 and (counted.first >> 6 << 6) + 63 and (select exists (select from duly.paused_type))
) paused on true
