-- What workers do, for an hour: a row for each sign of life, with empty names, and for each session, ten seconds, queue and type a row
-- that is written anew with the settlements that it counts, in their transaction. Durations are in milliseconds; waited and ran are
-- histograms, bucket:count, 8 buckets for each power of two of microseconds.
drop table report;

create table report (
  worker    text    not null,
  number    integer not null,                            -- of the session's report
  queue     text    not null,
  type      text    not null,
  began     integer not null,                            -- when it was first written; does not change
  at        integer not null,                            -- when it was last written
  slots     integer not null,                            -- 0 in a session's report
  covers    integer not null,
  completed integer not null,
  retried   integer not null,
  dead      integer not null,
  busy      integer not null,
  waited    text    not null,
  ran       text    not null,
  primary key (worker, number, queue, type)
) without rowid;

create index report_began on report (began);
