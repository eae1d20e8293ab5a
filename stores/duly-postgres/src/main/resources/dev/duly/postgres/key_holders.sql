-- The jobs that have these keys, and whether they hold them now. Index: the keys of unique_key and job.
select u.key, j.id, j.type, j.queue, duly.holds_1(j.seq, duly.moment(?)) as holds, j.unique_until
from unnest(?::text[]) as g (key)
join duly.unique_key u on u.key = g.key
join duly.job j on j.seq = u.job
