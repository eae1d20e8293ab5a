-- How long jobs are kept that are over, in milliseconds; null keeps them for ever. Without a row none was ever set, and all are kept:
-- so it is in a database that had jobs before this table came.
create table duly.retention (
  one       boolean primary key default true check (one),
  completed bigint,
  cancelled bigint
);

insert into duly.retention (completed, cancelled)
select 7 * 86400000::bigint, 7 * 86400000::bigint where not exists (select from duly.job);
