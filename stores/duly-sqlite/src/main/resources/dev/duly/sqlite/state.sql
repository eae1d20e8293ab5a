select state, queue, priority, type, seq, unique_key, unique_until from job where id = ?
