insert or replace into progress (job, value, content_type, version, key_id) values (?, ?, ?, ?, ?)
