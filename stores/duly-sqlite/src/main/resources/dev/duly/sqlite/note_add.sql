-- A line that is there already is the same one, sent again.
insert into note (job, claim, n, at, text) values (?, ?, ?, ?, ?) on conflict do nothing
