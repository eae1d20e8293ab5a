-- The later of two holds.
insert into hold (queue, key, until) values (?, ?, ?)
on conflict do update set until = max(until, excluded.until)
