-- Completes jobs by their claims: of each, the bits of the jobs. What of them the claim no longer holds stays as it is, and is not in
-- the answer. Locks the claims in the order of their tokens. Index: the key of claim.
with given as materialized (
  select * from unnest(:completed_tokens::bigint[], :completed_jobs::bigint[]) as g (token, jobs) order by token
), held as materialized (
  select c.token, c.block, c.lane, c.open, c.claimed_at, c.worker, c.open & g.jobs as jobs
  from given g
  join lateral (select * from duly.claim where token = g.token for update) c on true
  where c.open & g.jobs <> 0
), ended as (
  delete from duly.claim where token = any (array(select token from held where open = jobs))
), left_open as (
  update duly.claim c set open = c.open & ~h.jobs from held h
  where c.token = h.token and c.token = any (array(select token from held where open <> jobs))
), kept as (
  insert into duly.done (block, jobs, token, claimed_at, finished_at, worker)
  select block, jobs, token, claimed_at, duly.moment(:now), worker from held where jobs <> 0
), counted as (
  insert into duly.tally (lane, running, completed)
  select lane, -sum(duly.size(jobs)), sum(duly.size(jobs)) from held group by lane
)
select token, jobs from held
