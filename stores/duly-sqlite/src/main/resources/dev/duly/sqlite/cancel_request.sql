-- A running one is asked to stop. Index: job_id.
update job set cancel_requested = 1 where id = ? and state = 'running'
