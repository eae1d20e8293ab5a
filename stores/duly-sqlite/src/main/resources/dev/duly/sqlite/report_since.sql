-- A report goes on for ten seconds and a bit: what began long before is over. Index: report_began.
select at, worker, number, slots, covers, queue, type, completed, retried, dead, busy, waited, ran,
  lost, released, cancelled, profile, turns
from report where began >= ?1 - 30000 and at >= ?1 order by at, worker, number, queue, type
