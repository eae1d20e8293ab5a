-- Others' transactions that have been open for so many milliseconds and hold back what vacuum may remove; the oldest first.
select pid, date_trunc('second', now() - xact_start)::text, coalesce(application_name, '') || ' ' || state, left(query, 100)
from pg_stat_activity
where pid <> pg_backend_pid() and backend_xmin is not null and xact_start < clock_timestamp() - ? * interval '1 millisecond'
order by xact_start
limit 5
