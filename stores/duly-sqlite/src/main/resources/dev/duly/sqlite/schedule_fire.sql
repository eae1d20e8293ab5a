-- If nothing came between. Index: the primary key.
update schedule
set next_at = ?, revision = random(), last_queue = coalesce(?, last_queue), last_job = coalesce(?, last_job)
where id = ? and revision = ? and paused_at is null
