-- When the first job of each lane becomes due, from a moment of each lane on: before it there is nothing but dead rows. Index: the key of
-- ready.
select l.queue, l.lane, duly.moment(?),
  (select due from duly.ready r where r.lane = l.lane and r.due >= coalesce(k.since, 0) order by due limit 1)
from duly.lane l
left join unnest(?::int[], ?::bigint[]) as k (lane, since) on k.lane = l.lane
