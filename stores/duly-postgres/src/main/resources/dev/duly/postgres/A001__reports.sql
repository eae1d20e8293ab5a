-- What workers say besides: who they are (form-encoded), how long their round trips took (a histogram), and what became of jobs that
-- neither completed nor failed.
alter table duly.report
  add column profile text,
  add column turns text,
  add column lost bigint not null default 0,
  add column released bigint not null default 0,
  add column cancelled bigint not null default 0;
