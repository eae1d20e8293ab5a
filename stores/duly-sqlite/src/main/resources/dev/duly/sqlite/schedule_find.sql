-- Index: the primary key; job_id.
select s.id, s.definition, s.payload, s.revision, s.next_at, s.paused_at, s.last_queue, s.last_job, j.state
from schedule s left join job j on j.id = s.last_job
where s.id = ?
