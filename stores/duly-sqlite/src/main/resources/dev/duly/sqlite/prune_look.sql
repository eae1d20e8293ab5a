-- The next piece of the jobs, the oldest first: where it ends, when the first of them came, and whether any of it is over for long
-- enough. Index: the row numbers.
select max(seq), min(created_at), max(old)
from (
  select
    seq, created_at,
    finished_at <= ? - (select case state when 'completed' then completed when 'cancelled' then cancelled end from retention) as old
  from job
  where seq > ?
  order by seq
  limit 500
)
