update job
set state = 'cancelled', verb = 'cancel', finished_at = ?, park_reason = null, reason = ?,
    lost_streak = iif(?, 0, lost_streak)
where seq = ? and token = ? and state = 'running'
