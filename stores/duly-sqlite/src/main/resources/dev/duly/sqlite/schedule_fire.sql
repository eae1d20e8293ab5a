-- If nothing came between: a pause is another revision, too. Index: the primary key.
update schedule
set next_at = ?, revision = random(), last_queue = coalesce(?, last_queue), last_job = coalesce(?, last_job)
where id = ? and revision = ?
