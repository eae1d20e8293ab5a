-- Where jobs stand that are given by their ids. Index: job_id, then what lies beside the job, as in find.sql.
select r.queue, r.id, r.state
from unnest(?::text[]) as asked (id)
cross join lateral (select queue, id, state from duly.record where id = asked.id limit 1) r
