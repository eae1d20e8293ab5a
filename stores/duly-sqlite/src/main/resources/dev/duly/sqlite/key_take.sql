-- A key is a stored job's from now on. Index: the primary key; job_id.
insert into unique_key (key, job) values (?, (select seq from job where id = ?))
on conflict (key) do update set job = excluded.job
