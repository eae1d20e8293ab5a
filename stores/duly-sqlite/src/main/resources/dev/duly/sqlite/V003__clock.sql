-- How far the wall clock was ahead of the monotonic one when somebody last looked, and since which start of the machine that counts.
create table clock (
  one  integer primary key check (one = 1),
  boot text    not null,
  lead integer not null                                  -- milliseconds
);
