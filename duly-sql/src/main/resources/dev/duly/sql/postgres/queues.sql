-- The counts are the sum of the tally, which is short; the first due time is the least of its lanes' heads, each the first of its lane
-- in ready.
select queue, (select paused_at from duly.queue p where p.queue = q.queue),
  coalesce(sum(waiting), 0), coalesce(sum(running), 0), coalesce(sum(completed), 0), coalesce(sum(cancelled), 0), coalesce(sum(dead), 0),
  min(first_due)
from (
  select l.queue, t.*, (select due from duly.ready r where r.lane = l.lane order by due limit 1) as first_due
  from duly.lane l
  join (
    select lane, sum(waiting) as waiting, sum(running) as running, sum(completed) as completed, sum(cancelled) as cancelled,
      sum(dead) as dead
    from duly.tally group by lane
  ) t using (lane)
  union all
  select l.queue, l.lane, 0, 0, 0, 0, 0, (select due from duly.ready r where r.lane = l.lane order by due limit 1)
  from duly.lane l
  where gate <> ''
  union all
  select queue, 0, 0, 0, 0, 0, 0, null from duly.queue
) q
group by queue
order by queue
