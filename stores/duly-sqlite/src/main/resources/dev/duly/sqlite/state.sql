select state, type, seq, scheduled_at, queue, priority, group_key, unique_key, unique_until from job where id = ?
