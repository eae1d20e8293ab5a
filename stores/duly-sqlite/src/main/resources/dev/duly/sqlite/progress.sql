-- Index: the primary keys.
select value, content_type, version, key_id from progress where job = ?
