select number, attempt.started_at, ended_at, attempt.worker, outcome, error, message, stack, attempt.fingerprint
from attempt join job on job.seq = attempt.job
where job.id = ? and job.queue = ?
order by attempt.fence
