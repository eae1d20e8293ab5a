-- Times are milliseconds since 1970 in UTC; durations are milliseconds.

-- "duly" in ASCII: this file is ours.
pragma application_id = 1685417081;

-- One row per job, for its whole life. seq orders jobs and is never used again, not even after pruning.
create table job (
  seq              integer primary key autoincrement,
  id               text    not null,
  state            text    not null default 'waiting',   -- waiting running completed cancelled dead
  lane             integer not null,
  scheduled_at     integer not null,
  token            integer not null default 0,           -- of the latest claimed run; current while running
  verb             text,                                 -- what ended that claim: the same again is no news
  fence            integer not null default 0,           -- counts claims
  attempts         integer not null default 0,
  max_attempts     integer not null,
  lost             integer not null default 0,
  lost_streak      integer not null default 0,
  released_streak  integer not null default 0,
  parked_streak    integer not null default 0,
  cancel_requested integer not null default 0,
  park_reason      text,
  reason           text,                                 -- why it is dead or cancelled
  type             text    not null,
  queue            text    not null,
  priority         text    not null,
  created_at       integer not null,
  started_at       integer,                              -- when the latest claim began
  finished_at      integer,
  expires_at       integer,
  timeout          integer not null,
  retry            text    not null,
  worker           text,
  producer         text,
  fingerprint      text,                                 -- of the latest failure
  unique_key       text,
  unique_until     integer,
  group_key        text,
  tags             text,                                 -- form-encoded, one after the other
  headers          text,                                 -- form-encoded pairs
  copied_from      text,
  progress         blob,
  result_type      text,
  result           blob,
  content_type     text    not null,
  payload_version  integer not null,
  key_id           text,
  payload          blob    not null
);

create unique index job_id on job (id);

-- What a claim pops from: the head of a lane. Only waiting jobs are in it, so neither history nor running jobs cost a claim
-- anything, and jobs of the future lie behind the ones that are due.
create index job_ready on job (lane, scheduled_at) where state = 'waiting';

create index job_dead on job (finished_at) where state = 'dead';

-- What a claim pops from: one for each queue and level. A gated lane (a limit, a group, a paused type) has a gate's name.
create table lane (
  lane     integer primary key,
  queue    text    not null,
  priority text    not null,
  gate     text    not null default '',
  open_at  integer not null default 0,
  running  integer not null default 0,
  turn     integer not null default 0,
  unique (queue, priority, gate)
);

-- One row per queue; the counts change in the transaction that changes the jobs.
create table queue (
  queue     text    primary key,
  paused_at integer,
  waiting   integer not null default 0,
  running   integer not null default 0,
  completed integer not null default 0,
  cancelled integer not null default 0,
  dead      integer not null default 0
) without rowid;

-- One row per claimed run: the jobs of one lane, close together, that one claim took. It holds their lease, so that renewing
-- touches one row; open counts those not yet settled or taken away, and at zero the row is deleted.
create table claim (
  token       integer primary key,
  lo          integer not null,
  hi          integer not null,
  lane        integer not null,
  open        integer not null,
  lease_until integer not null,
  worker      text    not null
);

create index claim_lease on claim (lease_until);

-- Attempts that did not complete at once, the last 20 of each job. Keyed by the claim's fence, since numbers begin anew when a
-- dead job is requeued.
create table attempt (
  job         integer not null,
  fence       integer not null,
  number      integer not null,
  started_at  integer not null,
  ended_at    integer not null,
  worker      text    not null,
  outcome     text    not null,                          -- retried dead cancelled lost
  error       text,
  message     text,
  stack       text,
  fingerprint text,
  primary key (job, fence)
) without rowid;

-- For people: `select * from jobs`.
create view jobs as
select
  id, type, queue, priority, state, attempts, max_attempts,
  strftime('%Y-%m-%dT%H:%M:%fZ', created_at / 1000.0, 'unixepoch') as created_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', scheduled_at / 1000.0, 'unixepoch') as scheduled_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', started_at / 1000.0, 'unixepoch') as started_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', finished_at / 1000.0, 'unixepoch') as finished_at,
  worker, reason, park_reason, fingerprint,
  cast(payload as text) as payload
from job
order by seq;
