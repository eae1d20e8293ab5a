-- Of jobs of a piece that are deleted. Index: the primary keys.
delete from note where job between ?1 and ?2 and not exists (select 1 from job where seq = note.job)
