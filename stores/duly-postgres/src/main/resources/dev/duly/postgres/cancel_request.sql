-- Asks running jobs to stop; their claims say so to the worker that renews them, and they keep it when they complete all the same. Index:
-- job_id, claim_block.
with target as materialized (
  select seq, id from duly.job where id = any (?) and state is null
), asked as (
  update duly.claim c
  set stop = c.stop | (select bit_or(duly.bit(t.seq)) from target t where t.seq >> 6 = c.block and (c.open & duly.bit(t.seq)) <> 0)
  where c.block = any (array(select seq >> 6 from target))
    and exists (select from target t where t.seq >> 6 = c.block and (c.open & duly.bit(t.seq)) <> 0)
  returning c.block, c.open
)
update duly.job j set cancel_requested = true
from target t join asked a on a.block = t.seq >> 6 and (a.open & duly.bit(t.seq)) <> 0
where j.seq = t.seq
returning j.id
