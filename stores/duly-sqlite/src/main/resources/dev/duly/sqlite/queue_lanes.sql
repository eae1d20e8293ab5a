-- The lanes a claim may pop from: none while the queue is paused, and never a gated one; and whether turns are taken in the queue.
-- Index: the unique one of lane, the key of queue, whose row may come later in the transaction that brings its first job.
select lane.lane, lane.priority, queue.gated
from lane left join queue on queue.queue = lane.queue
where lane.queue = ? and lane.gate = '' and queue.paused_at is null
