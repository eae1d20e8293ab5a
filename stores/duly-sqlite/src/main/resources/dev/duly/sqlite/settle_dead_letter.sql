update job
set state = 'dead', verb = 'dead-letter', finished_at = ?, park_reason = null, reason = ?, attempts = attempts + ?,
    lost_streak = iif(?, 0, lost_streak), fingerprint = ?
where seq = ? and token = ? and state = 'running'
