-- By the primary key, in time's order.
select at, worker, slots, covers, queue, type, completed, retried, dead, busy, waited, ran
from duly.report where at >= ? order by at, worker, queue, type
