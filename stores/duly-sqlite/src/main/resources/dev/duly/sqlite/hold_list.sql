-- What handlers hold in a queue now. Index: the key of hold.
select key, until from hold where queue = ? and until > ?
