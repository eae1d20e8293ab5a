-- The runs of one request, to answer it again, each with its lane. Index: the keys of claim and of lane.
select token, lo, hi, lane, lane.queue, lane.priority
from claim join lane using (lane)
where token between ? and ?
order by token
