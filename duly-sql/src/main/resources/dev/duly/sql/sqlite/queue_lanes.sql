-- The lanes a claim may pop from: none while the queue is paused, and never a gated one. Index: the unique one of lane, the key of
-- queue.
select lane.lane, lane.priority
from lane join queue on queue.queue = lane.queue
where lane.queue = ? and lane.gate = '' and queue.paused_at is null
