-- The first due time is the least of its lanes' heads, each the first entry of job_ready.
select queue, paused_at, waiting, running, completed, cancelled, dead,
  (select min((select min(scheduled_at) from job where job.lane = lane.lane and job.state = 'waiting'))
   from lane where lane.queue = queue.queue)
from queue order by queue
