-- Of a job's lines the last ones stay. Index: the primary key.
delete from note where job = ?1 and (claim, n) in (
  select claim, n from (
    select claim, n, row_number() over latest as place, sum(length(text)) over latest as characters
    from (select claim, n, text, min(at) over (partition by claim) as began from note where job = ?1)
    window latest as (order by began desc, claim desc, n desc)
  )
  where place > ?2 or characters > ?3
)
