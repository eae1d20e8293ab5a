insert into duly.retention (completed, cancelled) values (?, ?)
on conflict (one) do update set completed = excluded.completed, cancelled = excluded.cancelled
