-- Of a job that is deleted. Index: the key of attempt.
delete from attempt where job = ?
