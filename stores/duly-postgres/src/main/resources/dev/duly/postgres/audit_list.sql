select at, who, act, target, jobs from duly.audit order by n desc limit ?
