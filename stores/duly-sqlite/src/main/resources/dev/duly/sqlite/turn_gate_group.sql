-- The jobs without a key are a group as well, the first of all.
insert or ignore into turn (queue, priority, key, since) values (?, ?, '', 0)
