-- What has been done so far of what follows.
create schema if not exists duly;

create table if not exists duly.migration (
  version    int         primary key,
  name       text        not null,
  applied_at timestamptz not null default now()
);
