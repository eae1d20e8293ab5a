-- Before jobs are deleted, in the order in which an enqueue takes keys. Index: job_id, unique_key_job.
select from duly.unique_key u join duly.job j on j.seq = u.job where j.id = any (?) order by u.key for update of u
