-- When the next job of these queues is due or the next lease in them ends; a lease in a queue that this worker does not serve, or that is
-- paused, is none of its business. Index: the key of ready, claim_lease.
with mine as materialized (
  select lane from duly.lane
  where queue = any (:queues) and gate = '' and not exists (select from duly.queue q where q.queue = lane.queue and q.paused_at is not null)
)
select least(
  (select lease_until from duly.claim where lane in (select lane from mine) order by lease_until limit 1),
  (select min((select due from duly.ready where ready.lane = mine.lane order by due limit 1)) from mine)
) - duly.moment(:now)
