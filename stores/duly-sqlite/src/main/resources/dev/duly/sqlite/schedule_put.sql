-- A schedule that is made or changed. Index: the primary key.
insert into schedule (id, definition, payload, next_at, revision) values (?, ?, ?, ?, random())
on conflict (id) do update set
  definition = excluded.definition, payload = excluded.payload, next_at = excluded.next_at, revision = excluded.revision
