-- Index: the primary key.
insert into duly.progress (job, value, content_type, version, key_id)
select * from unnest(?::bigint[], ?::bytea[], ?::text[], ?::int[], ?::text[])
on conflict (job) do update
set value = excluded.value, content_type = excluded.content_type, version = excluded.version, key_id = excluded.key_id
