-- Takes over what the lease of another claim no longer holds; counts the attempt and the lost lease.
update job not indexed
set token = ?, fence = fence + 1, started_at = ?, worker = ?,
    attempts = attempts + 1, lost = lost + 1, lost_streak = lost_streak + 1
where seq between ? and ? and token = ? and state = 'running'
