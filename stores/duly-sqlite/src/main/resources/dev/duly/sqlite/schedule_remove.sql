-- Index: the primary key.
delete from schedule where id = ?
