-- A job that has just been stored is a dead letter from elsewhere. Index: job_id.
update job
set state = 'dead', attempts = ?, lost = ?, lost_streak = ?, released_streak = ?, parked_streak = ?, cancel_requested = ?,
    reason = ?, fingerprint = ?, created_at = ?, scheduled_at = ?, started_at = ?, finished_at = ?, worker = ?
where id = ?
