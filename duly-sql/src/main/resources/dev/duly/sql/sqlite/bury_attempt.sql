insert into attempt (job, fence, number, started_at, ended_at, worker, outcome, error, message, stack, fingerprint)
select seq, 0, attempts, finished_at, finished_at, 'import', 'dead', ?, ?, ?, ? from job where id = ?
