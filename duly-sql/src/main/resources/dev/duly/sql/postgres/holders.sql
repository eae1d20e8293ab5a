-- Who holds these ids, and their content. Index: job_id.
select id, seq, type, queue, content_type, payload_version, payload from duly.job where id = any (?)
