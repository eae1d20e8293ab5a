insert into lane (queue, priority, gate) values (?, ?, ?)
