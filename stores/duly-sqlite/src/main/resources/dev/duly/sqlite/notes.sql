-- A job's log, attempt after attempt. Index: job_id, then the primary key.
select at, text from (
  select at, text, claim, n, min(at) over (partition by claim) as began
  from note where job = (select seq from job where id = ? and queue = ?)
)
order by began, claim, n
