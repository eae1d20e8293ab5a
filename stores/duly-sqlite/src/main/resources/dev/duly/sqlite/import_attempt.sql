-- An attempt elsewhere: of a fence below those of claims here.
insert into attempt (job, fence, number, started_at, ended_at, worker, outcome, error, message, stack, fingerprint)
select seq, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? from job where id = ?
