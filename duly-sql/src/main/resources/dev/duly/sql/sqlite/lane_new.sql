insert into lane (queue, priority) values (?, ?)
