select state, queue, priority, type from job where id = ?
