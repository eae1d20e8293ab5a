delete from limits where queue = ? and key = ? returning id
