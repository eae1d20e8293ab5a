-- Groups of jobs with one key, which take turns, and limits. A queue is gated from its first job with a key or its first limit on: its
-- jobs with keys lie in lanes of their own, behind the gate "keys", where each group is a part of the index.
alter table queue add column gated integer not null default 0; -- 0: it is not; else another number after each change of its limits
alter table queue add column turns integer not null default 0; -- the number of its latest turn

create index job_group on job (lane, group_key, scheduled_at) where state = 'waiting' and group_key is not null;

-- A group with waiting jobs, or with the empty key those without one: since when it waits for its turn, and the number of its latest
-- turn, 0 if it has had none since.
create table turn (
  queue        text    not null,
  priority     text    not null,
  key          text    not null,
  since        integer not null,
  turn         integer not null default 0,
  asleep_until integer,                                  -- nothing of it may start before then; null: a claim is to look
  primary key (queue, priority, key)
) without rowid;

create index turn_next on turn (queue, priority, since, turn, key, asleep_until) where asleep_until is null;
create index turn_asleep on turn (queue, asleep_until) where asleep_until is not null;

create table limits (
  id       integer primary key autoincrement,
  queue    text    not null,
  key      text    not null,                             -- empty: of the queue; with a star at its end: of each that begins so
  starts   integer,                                      -- null, like period and burst: no rate
  period   integer,                                      -- nanoseconds
  burst    integer,
  places   integer,                                      -- null: any number may run
  declared text,                                         -- what code declared last
  unique (queue, key)
);

-- What is taken of a rate: until when it is used up, in microseconds.
create table meter (
  limit_id   integer not null,
  key        text    not null,
  used_until integer not null,
  primary key (limit_id, key)
) without rowid;

-- A handler said that nothing of a key, or of the whole queue, is to start before a time.
create table hold (
  queue text    not null,
  key   text    not null,
  until integer not null,
  primary key (queue, key)
) without rowid;

-- The limits that a run was claimed under; its jobs hold their places until its lease ends.
alter table claim add column queue_limit integer;
alter table claim add column key_limit integer;
alter table claim add column key text;

create index claim_queue_limit on claim (queue_limit) where queue_limit is not null;
create index claim_key_limit on claim (key_limit, key) where key_limit is not null;
