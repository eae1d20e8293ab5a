-- Index: the primary key.
insert into report (worker, number, queue, type, began, at, slots, covers, completed, retried, dead, busy, waited, ran)
values (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
on conflict do update set
  at = excluded.at, covers = excluded.covers, completed = excluded.completed, retried = excluded.retried, dead = excluded.dead,
  busy = excluded.busy, waited = excluded.waited, ran = excluded.ran
