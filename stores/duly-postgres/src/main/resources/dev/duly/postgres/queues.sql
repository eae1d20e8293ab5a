-- The counts are the sum of the tally, which is short.
select queue, (select paused_at from duly.queue p where p.queue = q.queue),
  coalesce(sum(waiting), 0), coalesce(sum(running), 0), coalesce(sum(completed), 0), coalesce(sum(cancelled), 0), coalesce(sum(dead), 0)
from (
  select l.queue, t.waiting, t.running, t.completed, t.cancelled, t.dead
  from duly.lane l
  join duly.tally t using (lane)
  union all
  select queue, 0, 0, 0, 0, 0 from duly.queue
) q
group by queue
order by queue
