-- Forgets jobs that were pulled out of their blocks, with their attempts and what their handlers said.
with target as materialized (
  select unnest(?::bigint[]) as seq
), freed as (
  delete from duly.unique_key where job = any (array(select seq from target))
), tried as (
  delete from duly.attempt where job = any (array(select seq from target))
), noted as (
  delete from duly.note where job = any (array(select seq from target))
), measured as (
  delete from duly.progress where job = any (array(select seq from target))
)
delete from duly.job where seq = any (array(select seq from target))
returning id
