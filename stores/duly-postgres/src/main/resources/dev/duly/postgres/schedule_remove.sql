-- With its ledger. Index: the primary keys.
with gone as (
  delete from duly.tick where schedule = :id
)
delete from duly.schedule where id = :id
