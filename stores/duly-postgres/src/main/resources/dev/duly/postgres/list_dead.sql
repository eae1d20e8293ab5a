-- Dead letters, the latest death first, from below one death on. Index: job_dead.
with wanted as materialized (select ?::text as queue, ?::text as type)
select r.*
from wanted w
join lateral (
  select finished_at, seq from duly.job j
  where state = 'dead' and (w.queue is null or queue = w.queue) and (w.type is null or type = w.type) and (finished_at, seq) < (?, ?)
  order by finished_at desc, seq desc
  limit ?
) d on true
join duly.record r on r.seq = d.seq
order by d.finished_at desc, d.seq desc
