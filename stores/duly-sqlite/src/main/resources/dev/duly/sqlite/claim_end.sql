delete from claim where token = ? and open = 0
