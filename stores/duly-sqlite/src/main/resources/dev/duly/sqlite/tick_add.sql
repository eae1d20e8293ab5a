-- Each time once. Index: the primary key.
insert into tick (schedule, nominal, at, outcome, reason, job) values (?, ?, ?, ?, ?, ?) on conflict do nothing
