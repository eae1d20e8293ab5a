select number, a.started_at, ended_at, a.worker, outcome, error, message, stack, a.fingerprint
from duly.attempt a join duly.job j on j.seq = a.job
where j.id = ? and j.queue = ?
order by a.fence
