-- Dead or cancelled jobs only. Index: job_id.
update job
set state = 'waiting', lane = ?, scheduled_at = ?, attempts = 0, lost_streak = 0, released_streak = 0, parked_streak = 0,
    cancel_requested = 0, reason = null, finished_at = null
where id = ? and state in ('dead', 'cancelled')
