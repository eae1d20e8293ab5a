-- Before delete. Index: job_id, then the key of attempt.
delete from attempt where job = (select seq from job where id = ? and state in ('waiting', 'completed', 'cancelled', 'dead'))
