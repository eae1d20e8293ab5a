insert into queue (queue, paused_at) values (?, ?)
on conflict (queue) do update set paused_at = coalesce(paused_at, excluded.paused_at)
