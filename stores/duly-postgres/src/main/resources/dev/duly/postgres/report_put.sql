-- Index: the primary key.
insert into duly.report (began, at, worker, number, slots, covers, queue, type, completed, retried, dead, busy, waited, ran)
select moment, moment, ?, ?, ?, ?, given.*
from duly.moment(?) as moment,
  unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[]) as given
on conflict (worker, number, queue, type) do update set
  at = excluded.at, covers = excluded.covers, completed = excluded.completed, retried = excluded.retried, dead = excluded.dead,
  busy = excluded.busy, waited = excluded.waited, ran = excluded.ran
