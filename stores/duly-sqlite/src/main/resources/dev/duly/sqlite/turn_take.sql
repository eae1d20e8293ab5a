-- Takes what turn_due saw. Same transaction, so nothing moved in between. Index: the row numbers.
update job
set state = 'running', token = ?, verb = null, fence = fence + 1, started_at = ?, worker = ?
where seq in (select value from json_each(?))
