-- The runs of one request, to answer it again, each with its lane, and whether turns were taken in its queue. Index: the keys of claim
-- and of lane.
select token, lo, hi, lane, lane.queue, lane.priority, lane.gate <> '' or queue_limit is not null
from claim join lane using (lane)
where token between ? and ?
order by token
