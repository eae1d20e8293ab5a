-- When the next job of these queues is due or the next lease ends. Index: the key of ready, claim_lease.
select least(
  (select min(lease_until) from duly.claim),
  (select min((select due from duly.ready where ready.lane = lane.lane order by due limit 1))
   from duly.lane
   where queue = any (?) and gate = '' and not exists (select from duly.queue q where q.queue = lane.queue and q.paused_at is not null))
) - duly.moment(?)
