-- Jobs whose lease has been over for a minute, by queue, and whether that is paused. Index: claim_lease.
select l.queue, sum(c.open), max(q.paused_at is not null)
from claim c
join lane l using (lane)
left join queue q using (queue)
where c.lease_until < ? - 60000
group by l.queue
order by l.queue
