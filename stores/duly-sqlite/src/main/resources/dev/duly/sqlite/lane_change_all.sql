-- All waiting jobs of a lane go to another. Index: job_ready.
update job set lane = ? where lane = ? and state = 'waiting'
