-- Keeps the last 20.
delete from attempt
where job = ? and fence <= (select fence from attempt where job = ? order by fence desc limit 1 offset 20)
