-- The lost attempts of a run that is about to be taken over.
insert into attempt (job, fence, number, started_at, ended_at, worker, outcome)
select seq, fence, attempts + 1, started_at, ?, worker, 'lost'
from job not indexed
where seq between ? and ? and token = ? and state = 'running'
