select number, a.started_at, ended_at, a.worker, outcome, error, message, stack, a.fingerprint
from duly.attempt a join duly.job j on j.seq = a.job
where j.id = ?
order by a.fence
