-- The waiting jobs of a type go to another lane. Index: job_ready, all of the lane.
update job set lane = ? where lane = ? and state = 'waiting' and type = ?
