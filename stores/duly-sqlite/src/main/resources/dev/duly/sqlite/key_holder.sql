-- The job that holds a key now: until it has finished (null), has been claimed (0), or a time is over. Index: the primary keys.
select job.seq, job.id, job.type, job.queue, job.priority, job.group_key, job.state
from unique_key join job on job.seq = unique_key.job
where unique_key.key = ?1
  and case
    when unique_until is null then state in ('waiting', 'running')
    when unique_until = 0 then state = 'waiting' and fence = 0
    else unique_until > ?2
  end
