-- Those before the latest of a schedule. Index: the primary key.
delete from tick
where schedule = ?1 and nominal <= (select nominal from tick where schedule = ?1 order by nominal desc limit 1 offset ?2)
