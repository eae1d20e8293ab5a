insert into claim (token, lo, hi, lane, open, lease_until, worker) values (?, ?, ?, ?, ?, ?, ?)
