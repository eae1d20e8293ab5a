-- Schedules that are made or changed. Index: the primary key.
insert into duly.schedule (id, definition, payload, next_at, revision)
select g.id, g.definition, g.payload, g.next_at, nextval('duly.schedule_revision')
from unnest(:ids::text[], :definitions::text[], :payloads::bytea[], :next_at::bigint[]) as g (id, definition, payload, next_at)
order by g.id
on conflict (id) do update set
  definition = excluded.definition, payload = excluded.payload, next_at = excluded.next_at, revision = excluded.revision
