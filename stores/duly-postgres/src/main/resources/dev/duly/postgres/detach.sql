-- Takes waiting jobs out of their blocks: no worker claims them any more, and the caller says in the same transaction what they are
-- now. Locks the blocks' rows in the order of claims. Index: job_id, ready_block, the key of ready.
with target as materialized (
  select seq, id from duly.job where id = any (?) and state is null
), piece as materialized (
  select lane, due, first, jobs from duly.ready
  where first >> 6 = any (array(select seq >> 6 from target))
  order by lane, due, first
  for update
), hit as materialized (
  select p.lane, p.due, p.first, p.jobs, t.seq, t.id
  from piece p join target t on t.seq >> 6 = p.first >> 6 and (p.jobs & duly.bit(t.seq)) <> 0
), pulled as materialized (
  select lane, due, first, jobs, bit_or(duly.bit(seq)) as mask from hit group by lane, due, first, jobs
), emptied as (
  delete from duly.ready r using pulled p
  where r.lane = p.lane and r.due = p.due and r.first = p.first and p.jobs = p.mask
), split as (
  update duly.ready r set jobs = r.jobs & ~p.mask from pulled p
  where r.lane = p.lane and r.due = p.due and r.first = p.first and p.jobs <> p.mask
), counted as (
  insert into duly.tally (lane, waiting) select lane, -sum(duly.size(mask)) from pulled group by lane
)
select seq, lane, id from hit
