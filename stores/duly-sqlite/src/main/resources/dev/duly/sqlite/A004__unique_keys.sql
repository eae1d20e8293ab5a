-- Which job has a unique key. Whether it still holds it is looked at when another job asks for it: nothing is done when a job ends.
create table unique_key (
  key text primary key,
  job integer not null
) without rowid;
