insert into meter (limit_id, key, used_until) values (?, ?, ?)
on conflict do update set used_until = excluded.used_until
