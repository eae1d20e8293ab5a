-- By the primary key, in time's order.
delete from duly.report where at < duly.moment(?) - ?
