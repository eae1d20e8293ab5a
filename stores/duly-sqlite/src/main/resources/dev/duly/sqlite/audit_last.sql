-- The last thing that a person did. Index: the row numbers.
select max(n) from audit
