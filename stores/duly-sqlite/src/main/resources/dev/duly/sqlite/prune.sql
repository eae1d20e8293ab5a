-- Deletes what of a piece of the jobs is over for long enough. Index: the row numbers.
delete from job
where seq between ? and ?
  and finished_at <= ? - (select case state when 'completed' then completed when 'cancelled' then cancelled end from retention)
returning seq, queue, state, unique_key
