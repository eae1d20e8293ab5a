insert into attempt (job, fence, number, started_at, ended_at, worker, outcome, error, message, stack, fingerprint)
select seq, fence, ?, ?, ?, worker, ?, ?, ?, ?, ? from job where seq = ?
