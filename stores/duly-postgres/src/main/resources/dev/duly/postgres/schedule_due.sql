-- Index: schedule_next; job_id.
select s.id, s.definition, s.payload, s.revision, s.next_at, s.paused_at, s.last_queue, s.last_job, r.state
from duly.schedule s
left join lateral (select state from duly.record where id = s.last_job limit 1) r on true
where s.paused_at is null and s.next_at <= duly.moment(?)
order by s.next_at limit ?
