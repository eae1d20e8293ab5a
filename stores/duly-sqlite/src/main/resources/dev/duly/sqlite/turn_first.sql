-- When the first of the groups that are not asleep will be due, and when the first of those asleep is to be looked at. Indexes:
-- turn_next, turn_asleep.
select
  (select since from turn where queue = ?1 and priority = ?2 and asleep_until is null and since > ?3 order by since limit 1),
  (select asleep_until from turn where queue = ?1 and asleep_until is not null order by asleep_until limit 1)
