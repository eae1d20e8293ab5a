update job
set state = 'waiting', verb = 'release', scheduled_at = ?, park_reason = ?,
    lost_streak = ?, released_streak = ?, parked_streak = ?
where seq = ? and token = ? and state = 'running'
