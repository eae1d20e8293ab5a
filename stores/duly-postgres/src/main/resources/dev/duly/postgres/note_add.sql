-- A line that is there already is the same one, sent again.
insert into duly.note (job, claim, n, at, text)
select job, claim, n, duly.moment(?) - ago, text
from unnest(?::bigint[], ?::bigint[], ?::int[], ?::bigint[], ?::text[]) as line (job, claim, n, ago, text)
on conflict do nothing
