-- Renews claims, and says of each which jobs are still open and which of them are asked to stop. Bodies are not touched.
-- Index: the key of claim. Locks in the order of tokens.
with held as materialized (
  select token from duly.claim where token = any (?) order by token for update
)
update duly.claim c set lease_until = duly.moment(?) + ? from held h
where c.token = h.token and c.token = any (array(select token from held))
returning c.token, c.open, c.stop
