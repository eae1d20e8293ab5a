-- How long jobs are kept that are over, in milliseconds; null keeps them for ever. Without a row none was ever set, and all are kept:
-- so it is in a file that had jobs before this table came.
create table retention (
  one       integer primary key check (one = 1),
  completed integer,
  cancelled integer
);

insert into retention (one, completed, cancelled)
select 1, 7 * 86400000, 7 * 86400000 where not exists (select 1 from job);
