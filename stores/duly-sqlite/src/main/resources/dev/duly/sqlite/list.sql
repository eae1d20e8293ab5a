-- Newest first, read from the end of the table, from below one row on.
select job.*,
  (select lease_until from claim where job.state = 'running' and claim.token = job.token)
    as lease_until
from job
where (?1 is null or state = ?1) and (?2 is null or queue = ?2) and (?3 is null or type = ?3) and seq < ?4
order by seq desc
limit ?5
