-- What workers did, by queue and type, a row for each 10 s or so, for an hour; a worker that did nothing says so with empty names.
-- Durations are in milliseconds; waited and ran are histograms, bucket:count, 8 buckets for each power of two of microseconds.
create table report (
  at        integer not null,
  worker    text    not null,
  slots     integer not null,
  covers    integer not null,
  queue     text    not null,
  type      text    not null,
  completed integer not null,
  retried   integer not null,
  dead      integer not null,
  busy      integer not null,
  waited    text    not null,
  ran       text    not null,
  primary key (at, worker, queue, type)
) without rowid;
