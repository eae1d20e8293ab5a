-- Newest first, from below one row on. Index: the key of job, read backwards.
with wanted as materialized (select ?::text as state, ?::text as queue, ?::text as type)
select r.*
from wanted w
join lateral (
  select * from duly.record r
  where r.seq < ? and (w.queue is null or r.queue = w.queue) and (w.type is null or r.type = w.type)
    and (w.state is null or r.state = w.state)
  order by r.seq desc
  limit ?
) r on true
order by r.seq desc
