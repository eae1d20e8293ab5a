-- Attempts elsewhere: of fences below those of claims here.
insert into duly.attempt (job, fence, number, started_at, ended_at, worker, outcome, error, message, stack, fingerprint)
select * from unnest(
  ?::bigint[], ?::bigint[], ?::int[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
