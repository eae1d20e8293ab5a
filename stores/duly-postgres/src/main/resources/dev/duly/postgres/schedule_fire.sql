-- Those to which nothing came between (a pause is another revision, too), in the order of their ids. Index: the primary key.
with given as materialized (
  select * from unnest(:ids::text[], :revisions::bigint[], :next_at::bigint[], :last_queues::text[], :last_jobs::text[])
  as g (id, revision, next_at, last_queue, last_job)
), locked as materialized (
  select s.id from duly.schedule s join given g on g.id = s.id
  where s.revision = g.revision
  order by s.id for update of s
)
update duly.schedule s
set next_at = g.next_at, revision = nextval('duly.schedule_revision'),
    last_queue = coalesce(g.last_queue, s.last_queue), last_job = coalesce(g.last_job, s.last_job)
from given g
where s.id = g.id and s.id in (select id from locked)
returning s.id
