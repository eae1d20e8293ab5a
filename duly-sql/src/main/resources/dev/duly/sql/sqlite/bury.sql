-- A job that has just been stored is a dead letter from elsewhere. Index: job_id.
update job
set state = 'dead', attempts = ?, reason = ?, fingerprint = ?, finished_at = ?
where id = ?
