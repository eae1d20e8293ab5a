update turn set asleep_until = ? where queue = ? and priority = ? and key = ?
