-- Index: the primary key.
update duly.schedule set paused_at = duly.moment(?), revision = nextval('duly.schedule_revision') where id = ? and paused_at is null
