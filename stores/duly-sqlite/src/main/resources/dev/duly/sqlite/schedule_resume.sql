-- Index: the primary key.
update schedule set paused_at = null, next_at = ?, revision = random() where id = ? and paused_at is not null
