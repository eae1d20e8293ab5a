-- Forgets jobs that were pulled out of their blocks, with their attempts.
with target as materialized (
  select unnest(?::bigint[]) as seq
), tried as (
  delete from duly.attempt where job = any (array(select seq from target))
)
delete from duly.job where seq = any (array(select seq from target))
returning id
