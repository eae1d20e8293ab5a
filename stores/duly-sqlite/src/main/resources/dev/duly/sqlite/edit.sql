-- Index: job_id. A running job's handler has its payload already; a completed job never changes.
update job set payload = ?, content_type = ?, payload_version = ?, key_id = ?
where id = ? and state in ('waiting', 'dead', 'cancelled')
