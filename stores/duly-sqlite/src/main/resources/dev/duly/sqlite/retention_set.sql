insert into retention (one, completed, cancelled) values (1, ?, ?)
on conflict (one) do update set completed = excluded.completed, cancelled = excluded.cancelled
