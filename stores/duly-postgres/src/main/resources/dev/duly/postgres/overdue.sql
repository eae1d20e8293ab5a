-- Jobs whose lease has been over for a minute, by queue, and whether that is paused. Index: claim_lease.
select l.queue, sum(duly.size(c.open)), bool_or(q.paused_at is not null)
from duly.claim c
join duly.lane l using (lane)
left join duly.queue q using (queue)
where c.lease_until < duly.moment(?) - 60000
group by l.queue
order by l.queue
