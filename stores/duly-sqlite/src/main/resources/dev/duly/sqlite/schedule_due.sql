-- Index: schedule_next; job_id.
select s.id, s.definition, s.payload, s.revision, s.next_at, s.paused_at, s.last_queue, s.last_job, j.state
from schedule s left join job j on j.id = s.last_job
where s.paused_at is null and s.next_at <= ?
order by s.next_at limit ?
