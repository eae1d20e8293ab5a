update job set lane = ? where seq = ?
