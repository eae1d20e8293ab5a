-- Which of these ids are stored, and where. Index: job_id.
select id, queue from duly.job where id = any (?)
