-- Where jobs stand that are given by their ids, in JSON. Index: job_id.
select job.queue, job.id, job.state from json_each(?) given cross join job on job.id = given.value
