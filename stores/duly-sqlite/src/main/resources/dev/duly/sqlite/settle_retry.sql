update job
set state = 'waiting', verb = 'retry', scheduled_at = ?, attempts = attempts + 1, park_reason = null,
    lost_streak = 0, released_streak = 0, parked_streak = 0, fingerprint = ?
where seq = ? and token = ? and state = 'running'
