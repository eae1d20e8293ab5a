-- Index: the primary key.
insert into report (
  worker, number, queue, type, began, at, slots, covers, completed, retried, dead, busy, waited, ran, lost, released, cancelled,
  profile, turns)
values (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
on conflict do update set
  at = excluded.at, covers = excluded.covers, completed = excluded.completed, retried = excluded.retried, dead = excluded.dead,
  busy = excluded.busy, waited = excluded.waited, ran = excluded.ran,
  lost = excluded.lost, released = excluded.released, cancelled = excluded.cancelled
