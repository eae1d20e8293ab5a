-- What handlers say: how far a job is, and the last lines of its log. They lie apart, so that no body is written again for them.
create table duly.progress (
  job          bigint primary key,
  value        bytea  not null,
  content_type text   not null,
  version      int    not null,
  key_id       text
);

create table duly.note (
  job   bigint not null,
  claim bigint not null,
  n     int    not null, -- within the claim, from 1
  at    bigint not null,
  text  text   not null,
  primary key (job, claim, n)
);
