-- Index: job_id; the lease is looked for only while the job runs.
select job.*, length(payload) as payload_size, length(result) as result_size,
  (select lease_until from claim where job.state = 'running' and claim.token = job.token)
    as lease_until
from job where id = ?
