-- By the primary key, in time's order.
delete from report where at < ?
