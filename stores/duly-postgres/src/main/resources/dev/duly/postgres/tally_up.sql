-- Adds the tally up: what no other session is adding up goes, its sums stay.
with part as materialized (
  select ctid from duly.tally limit 20000 for update skip locked
), gone as (
  delete from duly.tally where ctid = any (array(select ctid from part)) returning *
)
insert into duly.tally (lane, waiting, running, completed, cancelled, dead)
select lane, sum(waiting), sum(running), sum(completed), sum(cancelled), sum(dead) from gone group by lane
