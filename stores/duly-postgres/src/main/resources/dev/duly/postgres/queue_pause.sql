insert into duly.queue (queue, paused_at) values (?, duly.moment(?))
on conflict (queue) do update set paused_at = coalesce(queue.paused_at, excluded.paused_at)
