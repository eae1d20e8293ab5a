-- A waiting job gets what a newer one of its key asks for; it stays the job that it is. Index: the row numbers.
update job
set payload = ?, content_type = ?, payload_version = ?, key_id = ?, priority = ?, lane = ?, scheduled_at = ?, park_reason = null
where seq = ?
