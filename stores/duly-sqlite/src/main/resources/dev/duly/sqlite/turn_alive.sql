-- The groups that may be open, by their turns. Index: turn_next.
select key from turn
where queue = ? and priority = ? and asleep_until is null and since <= ?
order by since, turn, key
