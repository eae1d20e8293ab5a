-- What workers say besides: who they are (form-encoded), how long their round trips took (a histogram), and what became of jobs that
-- neither completed nor failed.
alter table report add column profile text;
alter table report add column turns text;
alter table report add column lost integer not null default 0;
alter table report add column released integer not null default 0;
alter table report add column cancelled integer not null default 0;
