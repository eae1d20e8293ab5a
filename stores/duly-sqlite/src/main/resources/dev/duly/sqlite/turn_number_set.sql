update queue set turns = ? where queue = ?
