delete from turn where queue = ? and priority = ? and key = ?
