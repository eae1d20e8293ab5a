-- Those before the latest of each schedule. Index: the primary key.
delete from duly.tick t
using unnest(?::text[], ?::int[]) as g (schedule, keep)
where t.schedule = g.schedule
  and t.nominal <= (select nominal from duly.tick where schedule = g.schedule order by nominal desc limit 1 offset g.keep)
