-- Completes one job and keeps its result.
update job
set state = 'completed', verb = 'complete', finished_at = ?, park_reason = null, lost_streak = 0,
  result = ?, result_type = ?, result_version = ?, result_key_id = ?
where seq = ? and token = ? and state = 'running'
