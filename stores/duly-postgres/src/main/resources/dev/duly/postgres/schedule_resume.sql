-- Index: the primary key.
update duly.schedule set paused_at = null, next_at = ?, revision = nextval('duly.schedule_revision')
where id = ? and paused_at is not null
