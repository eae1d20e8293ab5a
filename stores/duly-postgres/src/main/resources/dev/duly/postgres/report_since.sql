-- A report goes on for ten seconds and a bit: what began long before is over. Index: report_began.
select at, worker, number, slots, covers, queue, type, completed, retried, dead, busy, waited, ran,
  lost, released, cancelled, profile, turns
from duly.report where began >= ? - 30000 and at >= ? order by at, worker, number, queue, type
