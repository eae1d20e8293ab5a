update queue set gated = gated + 1 where queue = ?
