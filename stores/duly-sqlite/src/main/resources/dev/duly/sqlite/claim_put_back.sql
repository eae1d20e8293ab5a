-- Jobs with keys whose lease has ended wait for their turn again, due as before; counts the attempt and the lost lease. Index: the row
-- numbers.
update job not indexed
set state = 'waiting', attempts = attempts + 1, lost = lost + 1, lost_streak = lost_streak + 1
where seq between ? and ? and token = ? and state = 'running'
returning seq, group_key, type, scheduled_at
