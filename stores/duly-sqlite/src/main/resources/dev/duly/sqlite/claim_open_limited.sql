insert into claim (token, lo, hi, lane, open, lease_until, worker, queue_limit, key_limit, key) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
