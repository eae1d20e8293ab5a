-- Index: the unique one of lane.
select lane from lane where queue = ? and priority = ? and gate = ?
