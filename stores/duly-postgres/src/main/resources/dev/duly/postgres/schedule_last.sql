-- What was planned to be the last job was not stored: its unique key is held. Index: the primary key.
update duly.schedule set last_queue = ?, last_job = ? where id = ?
