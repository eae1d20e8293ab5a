-- Index: schedule_next.
select min(next_at) from duly.schedule where paused_at is null and next_at is not null
