-- What handlers say: how far a job is, and the last lines of its log. They lie apart, so that no body is written again for them.
create table progress (
  job integer primary key,
  value blob not null,
  content_type text not null,
  version integer not null,
  key_id text
);
create table note (
  job integer not null,
  claim integer not null,
  n integer not null, -- within the claim, from 1
  at integer not null,
  text text not null,
  primary key (job, claim, n)
) without rowid;
