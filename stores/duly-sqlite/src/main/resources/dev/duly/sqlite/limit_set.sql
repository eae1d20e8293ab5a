-- What is declared is kept when a person sets another.
insert into limits (queue, key, starts, period, burst, places, declared) values (?, ?, ?, ?, ?, ?, ?)
on conflict (queue, key) do update set
  starts = excluded.starts, period = excluded.period, burst = excluded.burst, places = excluded.places,
  declared = coalesce(excluded.declared, declared)
