delete from hold where until < ?
