-- Index: job_id, then what lies beside the job.
select * from duly.record where id = ?
