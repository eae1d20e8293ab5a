insert into paused_type (type, paused_at) values (?, ?)
on conflict (type) do nothing
