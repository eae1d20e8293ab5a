-- Settles jobs one by one, by whatever verb; none of them twice. What the claim no longer holds stays as it is, and is not in the
-- answer. Locks the claims in the order of their tokens. Index: the keys of claim and of job.
with moment as materialized (
  select duly.moment(:now) as now
), given as materialized (
  select * from unnest(
    :tokens::bigint[], :seqs::bigint[], :verbs::text[], :states::text[], :delays::bigint[], :attempts::int[],
    :lost::int[], :released::int[], :parked::int[], :park_reasons::text[], :reasons::text[], :fingerprints::text[],
    :results::bytea[], :result_types::text[], :result_versions::int[], :result_keys::text[], :numbers::int[], :ran::bigint[],
    :outcomes::text[], :errors::text[], :messages::text[], :stacks::text[])
  as g (token, seq, verb, state, delay, attempts, lost_streak, released_streak, parked_streak, park_reason, reason, fingerprint,
    result, result_type, result_version, result_key_id, number, ran, outcome, error, message, stack)
), locked as materialized (
  select * from duly.claim where token = any (:claims) order by token for update
), held as materialized (
  select g.*, m.now, m.now + g.delay as due, c.fence, c.block, c.lane, c.open, c.claimed_at, c.worker, c.stop & duly.bit(g.seq) <> 0 as stop
  from given g join locked c on c.token = g.token and c.block = g.seq >> 6 and c.open & duly.bit(g.seq) <> 0
  cross join moment m
), piece as materialized (
  select token, open, bit_or(duly.bit(seq)) as jobs from held group by token, open
), ended as (
  delete from duly.claim where token = any (array(select token from piece where open = jobs))
), left_open as (
  update duly.claim c set open = c.open & ~p.jobs, stop = c.stop & ~p.jobs from piece p
  where c.token = p.token and c.token = any (array(select token from piece where open <> jobs))
), changed as (
  update duly.job j
  set state = case when h.state in ('dead', 'cancelled') then h.state end,
      token = h.token, verb = h.verb,
      attempts = j.attempts + h.attempts,
      lost_streak = coalesce(h.lost_streak, j.lost_streak),
      released_streak = coalesce(h.released_streak, j.released_streak),
      parked_streak = coalesce(h.parked_streak, j.parked_streak),
      cancel_requested = j.cancel_requested or h.stop,
      park_reason = h.park_reason,
      reason = coalesce(h.reason, j.reason),
      fingerprint = coalesce(h.fingerprint, j.fingerprint),
      scheduled_at = case when h.state = 'waiting' then h.due else j.scheduled_at end,
      started_at = h.claimed_at, worker = h.worker,
      finished_at = case when h.state in ('dead', 'cancelled') then h.now end,
      result = h.result, result_type = h.result_type, result_version = h.result_version, result_key_id = h.result_key_id
  from held h where j.seq = h.seq and j.seq = any (array(select seq from held))
), tried as (
  insert into duly.attempt (job, fence, number, started_at, ended_at, worker, outcome, error, message, stack, fingerprint)
  select seq, fence, number, coalesce(now - ran, claimed_at), now, worker, outcome, error, message, stack, fingerprint
  from held where outcome is not null
), pruned as (
  delete from duly.attempt a using held h
  where a.job = h.seq and a.job = any (array(select seq from held where number > 19))
    and a.fence <= (select fence from duly.attempt where job = h.seq order by fence desc limit 1 offset 19)
), put as (
  insert into duly.ready (lane, due, first, jobs)
  select lane, due, seq, duly.bit(seq) from held where state = 'waiting'
  on conflict (lane, due, first) do update set jobs = ready.jobs | excluded.jobs
), kept as (
  insert into duly.done (block, jobs, token, claimed_at, finished_at, worker)
  select block, duly.bit(seq), token, claimed_at, now, worker from held where state = 'completed'
), counted as (
  insert into duly.tally (lane, running, waiting, completed, cancelled, dead)
  select lane, -count(*), count(*) filter (where state = 'waiting'), count(*) filter (where state = 'completed'),
    count(*) filter (where state = 'cancelled'), count(*) filter (where state = 'dead')
  from held group by lane
)
select seq, token from held
