-- Two reports of a worker in the same millisecond are one too many.
insert into duly.report (at, worker, slots, covers, queue, type, completed, retried, dead, busy, waited, ran)
select duly.moment(?), ?, ?, ?, *
from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[])
on conflict do nothing
