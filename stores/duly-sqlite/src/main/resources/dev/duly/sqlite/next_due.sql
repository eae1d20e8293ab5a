-- When the head of a lane becomes due. Index: job_ready.
select scheduled_at from job where lane = ? and state = 'waiting' order by scheduled_at limit 1
