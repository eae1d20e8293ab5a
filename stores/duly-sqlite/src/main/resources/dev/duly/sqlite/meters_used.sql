-- The keys that a limit is used for.
select key from claim where key_limit = ?1
union
select key from meter where limit_id = ?1
