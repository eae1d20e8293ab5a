select at, who, act, target, jobs from audit order by n desc limit ?
