-- How many waiting jobs of a group come before a moment and row, up to a limit. Index: job_group.
select count(*) from (
  select 1 from job where lane = ? and group_key = ? and state = 'waiting' and (scheduled_at, seq) < (?, ?) limit ?
)
