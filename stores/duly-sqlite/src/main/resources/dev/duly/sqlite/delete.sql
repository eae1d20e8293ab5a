-- Index: job_id.
delete from job where id = ? and state in ('waiting', 'completed', 'cancelled', 'dead')
