-- Which of these ids are stored. Index: job_id.
select id from duly.job where id = any (?)
