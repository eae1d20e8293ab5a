-- Another payload, unless a handler has the old one already or the job is over. A waiting job's block is locked for as long, so that
-- no worker claims it in between. Index: job_id, ready_block.
with waits as materialized (
  select r.jobs, j.seq
  from duly.job j join duly.ready r on r.first >> 6 = j.seq >> 6
  where j.id = ?
  order by r.lane, r.due, r.first
  for update of r
)
update duly.job j
set payload = ?, content_type = ?, payload_version = ?, key_id = ?
where j.id = ?
  and (j.state in ('dead', 'cancelled') or exists (select from waits w where w.seq = j.seq and (w.jobs & duly.bit(j.seq)) <> 0))
returning j.id
