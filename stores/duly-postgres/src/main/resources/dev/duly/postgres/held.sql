-- What a request claimed and still holds, in its order: its answer, and the same answer again if the first was lost (rule C10).
-- Index: the keys of claim and of job; a block lies close together.
select
  c.token, c.fence, c.claimed_at, (c.stop & duly.bit(j.seq)) <> 0 or j.cancel_requested,
  j.seq, j.id, j.type, j.queue, j.priority, j.payload, j.content_type, j.payload_version, j.key_id, j.max_attempts, j.retry, j.timeout,
  j.created_at, j.scheduled_at, j.attempts, j.lost_streak, j.released_streak, j.parked_streak,
  j.expires_at, j.unique_key, j.group_key, j.tags, j.headers, j.producer
from duly.claim c
join lateral (
  select * from duly.job
  where seq between c.block << 6 and (c.block << 6) + 63 and (c.open & duly.bit(seq)) <> 0
  order by seq
  limit 64 -- there are no more: this keeps the planner from reading all of job while it seems to be empty
) j on true
where c.token between :first_token and :last_token
order by c.token, j.seq
