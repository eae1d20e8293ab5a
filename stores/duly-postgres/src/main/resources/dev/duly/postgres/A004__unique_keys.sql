-- Which job has a unique key. Whether it still holds it is looked at when another job asks for it: nothing is done when a job ends.
create table duly.unique_key (
  key text   collate "C" primary key,
  job bigint not null
);

create index unique_key_job on duly.unique_key (job);
