-- Dead letters, the latest death first, from below one death on. Index: job_dead.
select job.*, null as lease_until
from job
where state = 'dead' and (?1 is null or queue = ?1) and (?2 is null or type = ?2) and (finished_at, seq) < (?3, ?4)
order by finished_at desc, seq desc
limit ?5
