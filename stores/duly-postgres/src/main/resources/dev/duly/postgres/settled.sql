-- Of settlements that changed nothing: those that had been applied already, by the same verb, with no claim since (rule S2); told by
-- their places, from 0 on. A claim that came in the same go came after them: its tokens do not count.
-- Index: done_block, claim_block, the key of job.
with mine as materialized (select :first_token::bigint as first, :last_token::bigint as last)
select g.place - 1
from unnest(:tokens::bigint[], :seqs::bigint[], :verbs::text[]) with ordinality as g (token, seq, verb, place)
where exists (
    select from duly.done d join duly.job j on j.seq = g.seq
    where d.block = g.seq >> 6 and d.jobs & duly.bit(g.seq) <> 0 and d.token = g.token and g.verb = 'complete')
  or exists (select from duly.job j where j.seq = g.seq and j.token = g.token and j.verb = g.verb)
    and not exists (
      select from duly.claim c, mine m
      where c.block = g.seq >> 6 and c.open & duly.bit(g.seq) <> 0 and c.token not between m.first and m.last)
    and not exists (select from duly.done d where d.block = g.seq >> 6 and d.jobs & duly.bit(g.seq) <> 0)
