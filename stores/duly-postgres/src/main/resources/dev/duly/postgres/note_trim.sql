-- Of a job's lines the last ones stay. Index: the primary key.
delete from duly.note d using (
  select job, claim, n, row_number() over latest as place, sum(length(text)) over latest as characters
  from (
    select job, claim, n, text, min(at) over (partition by job, claim) as began from duly.note where job = any (?)
  ) l
  window latest as (partition by job order by began desc, claim desc, n desc)
) old
where d.job = old.job and d.claim = old.claim and d.n = old.n and (old.place > ? or old.characters > ?)
