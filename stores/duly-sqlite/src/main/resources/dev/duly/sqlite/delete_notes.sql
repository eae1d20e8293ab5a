-- Before delete. Index: job_id, then the primary key.
delete from note where job = (select seq from job where id = ? and state in ('waiting', 'completed', 'cancelled', 'dead'))
