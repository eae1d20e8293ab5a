-- Takes exactly what claim_due saw of one run: the rows of the lane up to the last one it saw. Index: the row numbers, since a run
-- lies close together. Same transaction as claim_due, so nothing moved in between.
update job not indexed
set state = 'running', token = ?, verb = null, fence = fence + 1, started_at = ?, worker = ?
where seq between ? and ? and lane = ? and state = 'waiting' and (scheduled_at, seq) <= (?, ?)
