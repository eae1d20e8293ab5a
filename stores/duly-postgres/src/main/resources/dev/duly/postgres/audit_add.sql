insert into duly.audit (at, who, act, target, jobs) values (duly.moment(?), ?, ?, ?, ?)
