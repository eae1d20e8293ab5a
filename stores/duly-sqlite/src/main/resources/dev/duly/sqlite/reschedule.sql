-- Another time for a waiting job, in the lane where it lies. Index: job_id.
update job set scheduled_at = ?, park_reason = null where id = ? and state = 'waiting'
