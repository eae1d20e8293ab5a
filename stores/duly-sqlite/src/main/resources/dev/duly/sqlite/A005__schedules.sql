-- Recurring jobs: what a schedule is (form-encoded, but for its payload), where it stands, and what became of each of its times.
create table schedule (
  id         text    primary key,
  definition text    not null,
  payload    blob    not null,
  revision   integer not null, -- another whenever it is changed, paused, resumed or fired
  next_at    integer,          -- null: no time is left
  paused_at  integer,
  last_queue text,
  last_job   text
) without rowid;

create index schedule_next on schedule (next_at) where paused_at is null and next_at is not null;

create table tick (
  schedule text    not null,
  nominal  integer not null,
  at       integer not null,
  outcome  text    not null, -- fired late skipped missed
  reason   text    not null,
  job      text,
  primary key (schedule, nominal)
) without rowid;
