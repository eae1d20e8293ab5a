-- Failed attempts by fingerprint, the latest first, each with its latest.
select g.fingerprint, a.error, a.message, a.stack, g.failures, g.jobs,
  (select count(*) from duly.job j where j.state = 'dead' and j.fingerprint = g.fingerprint), g.first, g.last, j.id, j.type, j.queue
from (
  select fingerprint, count(*) as failures, count(distinct job) as jobs, min(ended_at) as first, max(ended_at) as last
  from duly.attempt
  where fingerprint is not null
  group by fingerprint
) g
join lateral (
  select * from duly.attempt where fingerprint = g.fingerprint order by ended_at desc, fence desc limit 1
) a on true
join duly.job j on j.seq = a.job
order by g.last desc
limit ?
