-- How many waiting jobs of a lane come before a moment and row, up to a limit. Index: job_ready.
select count(*) from (
  select 1 from job where lane = ? and state = 'waiting' and (scheduled_at, seq) < (?, ?) limit ?
)
