insert into audit (at, who, act, target, jobs) values (?, ?, ?, ?, ?)
