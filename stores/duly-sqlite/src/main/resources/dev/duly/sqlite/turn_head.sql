-- When the first job of a group behind a moment and row is due. Index: job_group.
select scheduled_at from job
where lane = ? and group_key = ? and state = 'waiting' and (scheduled_at, seq) > (?, ?)
order by scheduled_at, seq
limit 1
