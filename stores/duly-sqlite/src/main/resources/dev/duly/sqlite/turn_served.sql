update turn set since = ?, turn = ? where queue = ? and priority = ? and key = ?
