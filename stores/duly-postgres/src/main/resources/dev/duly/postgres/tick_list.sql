-- The latest first. Index: the primary key.
select nominal, outcome, reason, job from duly.tick where schedule = ? order by nominal desc limit ?
