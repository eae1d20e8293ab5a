-- Others' transactions that have been open for a minute and hold back what vacuum may remove; the oldest first.
select pid, date_trunc('second', now() - xact_start)::text, coalesce(application_name, '') || ' ' || state, left(query, 100)
from pg_stat_activity
where pid <> pg_backend_pid() and backend_xmin is not null and xact_start < now() - interval '1 minute'
order by xact_start
limit 5
