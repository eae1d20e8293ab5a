-- Failed attempts by fingerprint, the latest first; the columns beside max() are of the row that has it.
select attempt.fingerprint, attempt.error, attempt.message, attempt.stack, count(*), count(distinct attempt.job),
  coalesce(dead.jobs, 0), min(attempt.ended_at), max(attempt.ended_at), job.id, job.type, job.queue
from attempt
join job on job.seq = attempt.job
left join (select fingerprint, count(*) as jobs from job where state = 'dead' group by fingerprint) as dead
  on dead.fingerprint = attempt.fingerprint
where attempt.fingerprint is not null
group by attempt.fingerprint
order by max(attempt.ended_at) desc
limit ?
