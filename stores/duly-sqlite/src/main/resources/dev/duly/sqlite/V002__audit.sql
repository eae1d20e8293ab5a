-- What people did, with who, when and how many.
create table audit (
  n      integer primary key,
  at     integer not null,
  who    text    not null,
  act    text    not null,
  target text    not null,                               -- the job or the queue; of many jobs the first
  jobs   integer not null
);
