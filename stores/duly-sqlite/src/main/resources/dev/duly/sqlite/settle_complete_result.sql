-- Completes one job and keeps its result.
update job
set state = 'completed', verb = 'complete', finished_at = ?, park_reason = null, lost_streak = 0, result = ?, result_type = ?
where seq = ? and token = ? and state = 'running'
