-- Two reports of a worker in the same millisecond are one too many.
insert into report (at, worker, slots, covers, queue, type, completed, retried, dead, busy, waited, ran)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict do nothing
