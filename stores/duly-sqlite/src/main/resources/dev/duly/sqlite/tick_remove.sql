-- With their schedule. Index: the primary key.
delete from tick where schedule = ?
