insert into duly.lane (queue, priority) values (?, ?) on conflict do nothing
