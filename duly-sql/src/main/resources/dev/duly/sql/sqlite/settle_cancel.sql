update job
set state = 'cancelled', verb = 'cancel', finished_at = ?, park_reason = null, reason = ?
where seq = ? and token = ? and state = 'running'
