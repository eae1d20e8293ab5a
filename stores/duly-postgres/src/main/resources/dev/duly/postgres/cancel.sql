-- Of jobs that were pulled out of their blocks, with the lanes they lay in.
with target as materialized (
  select * from unnest(?::bigint[], ?::int[]) as t (seq, lane)
), counted as (
  insert into duly.tally (lane, cancelled) select lane, count(*) from target group by lane
)
update duly.job
set state = 'cancelled', finished_at = duly.moment(?), reason = 'cancelled', park_reason = null
where seq = any (array(select seq from target))
returning id
