-- Times are milliseconds since 1970 in UTC; durations are milliseconds.
--
-- The body of a job is written once and is not touched again on a good day. Where a job stands is told by small rows beside it, each
-- about up to 64 jobs that came together, a block: a bit for each job.
--
--   enqueue   ──►  ready  ──claim──►  claim  ──complete──►  done
--
-- A job is waiting if its bit is set in a row of ready, running if it is open in a row of claim, completed if it is set in a row of
-- done; of a job that is dead or was cancelled, its body says so. So a job moves through the queue for a 64th of the price of a row,
-- and the rows that change live in two small tables that are vacuumed for next to nothing.

-- seq is the block and the place in it: block << 6 | place.
create table duly.job (
  seq              bigint primary key,
  id               text   collate "C" not null,
  type             text   collate "C" not null,
  queue            text   collate "C" not null,
  priority         text   collate "C" not null,
  payload          bytea  not null,
  content_type     text   not null,
  payload_version  int    not null,
  key_id           text,
  max_attempts     int    not null,
  retry            text   not null,
  timeout          bigint not null,
  created_at       bigint not null,
  scheduled_at     bigint not null,
  expires_at       bigint,
  unique_key       text,
  unique_until     bigint,
  group_key        text,
  tags             text,                                 -- form-encoded, one after the other
  headers          text,                                 -- form-encoded pairs
  producer         text,
  copied_from      text,
  -- What follows changes when something went wrong, or a person acts.
  state            text   check (state in ('dead', 'cancelled')),
  token            bigint,                               -- of the latest claim that ended otherwise than by completing
  verb             text,                                 -- what ended it: the same again is no news
  attempts         int    not null default 0,
  lost             int    not null default 0,
  lost_streak      int    not null default 0,
  released_streak  int    not null default 0,
  parked_streak    int    not null default 0,
  cancel_requested boolean not null default false,
  park_reason      text,
  reason           text,                                 -- why it is dead or cancelled
  fingerprint      text,                                 -- of the latest failure
  started_at       bigint,                               -- when that claim began
  finished_at      bigint,                               -- of one that is dead or cancelled
  worker           text,
  progress         bytea,
  result_type      text,
  result           bytea
);

create unique index job_id on duly.job (id);

create index job_dead on duly.job (finished_at, seq) where state = 'dead';

create index job_cancelled on duly.job (finished_at, seq) where state = 'cancelled';

-- Numbers of blocks, taken by a process sixty-four at a time.
create sequence duly.block increment 64;

-- What a claim pops from: one for each queue and level. A gated lane (a paused type; later a limit, a group) has a gate's name, and no
-- claim looks there.
create table duly.lane (
  lane     int  generated always as identity primary key,
  queue    text collate "C" not null,
  priority text collate "C" not null,
  gate     text collate "C" not null default '',
  open_at  bigint not null default 0,
  running  int    not null default 0,
  turn     bigint not null default 0,
  unique (queue, priority, gate)
);

-- Waiting jobs of one block that are due at one time. first stays when some of them leave, so that taking a part changes no index
-- (a HOT update). Index: its key is the order of claims.
create table duly.ready (
  lane  int    not null,
  due   bigint not null,
  first bigint not null,
  jobs  bigint not null check (jobs <> 0),
  primary key (lane, due, first)
) with (
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100000
);

create index ready_block on duly.ready ((first >> 6));

create sequence duly.fence;

-- Running jobs of one block that one claim took. The token is its session's choice; the fence orders all claims.
create table duly.claim (
  token       bigint primary key,
  fence       bigint not null default nextval('duly.fence'),
  lane        int    not null,
  block       bigint not null,
  open        bigint not null check (open <> 0),
  stop        bigint not null default 0,                 -- those that somebody asks to stop
  claimed_at  bigint not null,
  lease_until bigint not null,
  worker      text   not null
) with (
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100000
);

create index claim_block on duly.claim (block);

create index claim_lease on duly.claim (lease_until);

-- Completed jobs of one block that were settled together. Only ever inserted, and deleted when they are forgotten.
create table duly.done (
  block       bigint not null,
  jobs        bigint not null,
  token       bigint not null,
  claimed_at  bigint not null,
  finished_at bigint not null,
  worker      text   not null
);

create index done_block on duly.done (block);

create index done_finished on duly.done (finished_at);

-- How many jobs of a queue are in each state: the sum of its lanes' rows. A change is a row, since a row that everybody updates would
-- make everybody wait; now and then the rows are added up.
create table duly.tally (
  lane      int    not null,
  waiting   bigint not null default 0,
  running   bigint not null default 0,
  completed bigint not null default 0,
  cancelled bigint not null default 0,
  dead      bigint not null default 0
) with (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 100000
);

-- Queues that somebody paused once.
create table duly.queue (
  queue     text   collate "C" primary key,
  paused_at bigint                                       -- null: resumed
);

create table duly.paused_type (
  type      text   collate "C" primary key,
  paused_at bigint not null
);

-- Attempts that did not complete at once, the last 20 of each job.
create table duly.attempt (
  job         bigint not null,
  fence       bigint not null,                           -- of the claim; 0 of a letter from elsewhere
  number      int    not null,
  started_at  bigint not null,
  ended_at    bigint not null,
  worker      text   not null,
  outcome     text   not null,                           -- retried dead cancelled lost
  error       text,
  message     text,
  stack       text,
  fingerprint text,
  primary key (job, fence)
);

create index attempt_fingerprint on duly.attempt (fingerprint) where fingerprint is not null;

-- What people did, with who, when and how many.
create table duly.audit (
  n      bigint generated always as identity primary key,
  at     bigint not null,
  who    text   not null,
  act    text   not null,
  target text   not null,                                -- the job or the queue; of many jobs the first
  jobs   int    not null
);

-- What workers did, by queue and type, a row for each 10 s or so, for an hour; a worker that did nothing says so with empty names.
-- waited and ran are histograms, bucket:count, 8 buckets for each power of two of microseconds.
create table duly.report (
  at        bigint not null,
  worker    text   not null,
  slots     int    not null,
  covers    bigint not null,
  queue     text   not null,
  type      text   not null,
  completed bigint not null,
  retried   bigint not null,
  dead      bigint not null,
  busy      bigint not null,
  waited    text   not null,
  ran       text   not null,
  primary key (at, worker, queue, type)
);

-- The engine's clock; a test gives its own.
create function duly.moment(given bigint) returns bigint
language sql stable as $$
  select coalesce(given, (extract(epoch from clock_timestamp()) * 1000)::bigint)
$$;

-- The place of a job in its block, as a mask.
create function duly.bit(seq bigint) returns bigint
language sql immutable as $$
  select 1::bigint << (seq & 63)::int
$$;

create function duly.size(jobs bigint) returns int
language sql immutable as $$
  select bit_count(jobs::bit(64))::int
$$;

create function duly.lowest(jobs bigint, most int) returns bigint
language sql immutable as $$
  select bit_or(1::bigint << place)
  from (select place from generate_series(0, 63) as place where (jobs >> place) & 1 = 1 order by place limit most) as places
$$;

-- Everything there is of a job, with where it stands.
create view duly.record as
select
  j.seq, j.id, j.type, j.queue, j.priority, j.payload, j.content_type, j.payload_version, j.key_id, j.max_attempts, j.retry, j.timeout,
  j.created_at, j.scheduled_at, j.expires_at, j.unique_key, j.group_key, j.tags, j.headers, j.producer, j.copied_from,
  coalesce(j.state, case when c.token is not null then 'running' when d.token is not null then 'completed' else 'waiting' end) as state,
  j.attempts, j.lost, case when d.token is null then j.lost_streak else 0 end as lost_streak, j.released_streak, j.parked_streak,
  j.cancel_requested or coalesce((c.stop & duly.bit(j.seq)) <> 0, false) as cancel_requested,
  case when d.token is null then j.park_reason end as park_reason,
  j.reason, j.fingerprint,
  coalesce(c.claimed_at, d.claimed_at, j.started_at) as started_at,
  coalesce(d.finished_at, j.finished_at) as finished_at,
  c.lease_until,
  coalesce(c.worker, d.worker, j.worker) as worker,
  j.progress, j.result_type, j.result
from duly.job j
left join lateral (
  select * from duly.claim where block = j.seq >> 6 and (open & duly.bit(j.seq)) <> 0 limit 1
) c on true
left join lateral (
  select * from duly.done where block = j.seq >> 6 and (jobs & duly.bit(j.seq)) <> 0 limit 1
) d on true;

-- A payload as people can read it: as text if it is one, else with its bytes escaped.
create function duly.readable(payload bytea) returns text
language plpgsql immutable as $$
begin
  return convert_from(payload, 'UTF8');
exception when others then
  return encode(payload, 'escape');
end
$$;

-- For people: select * from duly.jobs.
create view duly.jobs as
select
  id, type, queue, priority, state, attempts, max_attempts,
  to_timestamp(created_at / 1000.0) as created_at,
  to_timestamp(scheduled_at / 1000.0) as scheduled_at,
  to_timestamp(started_at / 1000.0) as started_at,
  to_timestamp(finished_at / 1000.0) as finished_at,
  worker, reason, park_reason, fingerprint,
  duly.readable(payload) as payload
from duly.record;
