-- Completes a range of one claim's jobs. Index: the row numbers; whatever of the range is no longer this claim's stays as it is.
update job not indexed
set state = 'completed', verb = 'complete', finished_at = ?, park_reason = null, lost_streak = 0
where seq between ? and ? and token = ? and state = 'running'
