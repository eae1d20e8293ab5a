-- A job's log, attempt after attempt. Index: job_id, then the primary key.
select at, text from (
  select n.at, n.text, n.claim, n.n, min(n.at) over (partition by n.claim) as began
  from duly.note n join duly.job j on j.seq = n.job
  where j.id = ? and j.queue = ?
) l
order by began, claim, n
