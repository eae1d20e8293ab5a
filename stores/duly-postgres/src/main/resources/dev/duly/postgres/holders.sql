-- Who holds these ids, and their content. Index: job_id, looked into once for each.
select j.id, j.seq, j.type, j.queue, j.content_type, j.payload_version, j.payload
from unnest(?::text[]) as g (id)
join lateral (select * from duly.job where id = g.id limit 1) j on true
