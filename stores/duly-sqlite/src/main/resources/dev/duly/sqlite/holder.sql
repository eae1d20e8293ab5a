-- Who holds an id, and its content. Index: job_id.
select type, queue, content_type, payload_version, payload from job where id = ?
