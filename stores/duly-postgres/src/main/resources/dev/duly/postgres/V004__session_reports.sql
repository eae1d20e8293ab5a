-- What workers do, for an hour: a row for each sign of life, with empty names, and for each session, ten seconds, queue and type a row
-- that is written anew with the settlements that it counts, in their transaction. Durations are in milliseconds; waited and ran are
-- histograms, bucket:count, 8 buckets for each power of two of microseconds. What changes is in no index (HOT updates).
drop table duly.report;

create table duly.report (
  worker    text   not null,
  number    bigint not null,                             -- of the session's report
  queue     text   not null,
  type      text   not null,
  began     bigint not null,                             -- when it was first written; does not change
  at        bigint not null,                             -- when it was last written
  slots     int    not null,                             -- 0 in a session's report
  covers    bigint not null,
  completed bigint not null,
  retried   bigint not null,
  dead      bigint not null,
  busy      bigint not null,
  waited    text   not null,
  ran       text   not null,
  primary key (worker, number, queue, type)
) with (
  fillfactor = 50,
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0
);

create index report_began on duly.report (began);
