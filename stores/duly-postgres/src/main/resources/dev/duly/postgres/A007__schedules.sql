-- Recurring jobs: what a schedule is (form-encoded, but for its payload), where it stands, and what became of each of its times.
create sequence duly.schedule_revision;

create table duly.schedule (
  id         text   collate "C" primary key,
  definition text   not null,
  payload    bytea  not null,
  revision   bigint not null,  -- another whenever it is changed, paused, resumed or fired
  next_at    bigint,           -- null: no time is left
  paused_at  bigint,
  last_queue text,
  last_job   text
);

create index schedule_next on duly.schedule (next_at) where paused_at is null and next_at is not null;

create table duly.tick (
  schedule text   collate "C" not null,
  nominal  bigint not null,
  at       bigint not null,
  outcome  text   not null, -- fired late skipped missed
  reason   text   not null,
  job      text,
  primary key (schedule, nominal)
);
