-- A waiting job is over at once. Index: job_id.
update job
set state = 'cancelled', finished_at = ?, reason = 'cancelled', park_reason = null
where id = ? and state = 'waiting'
