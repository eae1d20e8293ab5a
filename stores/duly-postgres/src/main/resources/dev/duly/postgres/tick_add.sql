-- Each time once. Index: the primary key.
insert into duly.tick (schedule, nominal, at, outcome, reason, job)
select g.schedule, g.nominal, duly.moment(:now), g.outcome, g.reason, g.job
from unnest(:schedules::text[], :nominal::bigint[], :outcomes::text[], :reasons::text[], :jobs::text[])
as g (schedule, nominal, outcome, reason, job)
on conflict do nothing
