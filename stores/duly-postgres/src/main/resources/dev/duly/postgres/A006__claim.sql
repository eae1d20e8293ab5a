-- As V002, but for one thing: a job of a paused type whose lease was lost was not released by the worker that lost it, which hears so.

-- Puts the jobs of paused types behind their types' gates, and says which those are. Only called while a type is paused, with the lock
-- on the paused types that keeps them so.
create or replace function duly.gate_1(p_lane int, p_due bigint, p_first bigint, p_jobs bigint) returns bigint
language plpgsql as $$
declare
  kind  record;
  stuck bigint := 0;
begin
  for kind in
    select j.type, bit_or(duly.bit(j.seq)) as jobs
    from duly.job j join duly.paused_type using (type)
    where j.seq between p_first >> 6 << 6 and (p_first >> 6 << 6) + 63 and (p_jobs & duly.bit(j.seq)) <> 0
    group by j.type
  loop
    insert into duly.lane (queue, priority, gate)
    select queue, priority, 'type:' || kind.type from duly.lane where lane = p_lane
    on conflict do nothing;
    insert into duly.ready (lane, due, first, jobs)
    select gated.lane, p_due, p_first, kind.jobs
    from duly.lane gated join duly.lane open using (queue, priority)
    where open.lane = p_lane and gated.gate = 'type:' || kind.type
    on conflict (lane, due, first) do update set jobs = ready.jobs | excluded.jobs;
    stuck := stuck | kind.jobs;
  end loop;
  return stuck;
end
$$;

-- Claims for one request. Each place is a queue and a level of a demand, in the order they are to be served; each demand has its most.
-- From each lane: first what lost its lease, then the head of what waits. Every row that is taken was locked one by one and is changed
-- by its key; rows that others hold are passed over. The claims are the rows with the tokens from p_token on, in their order.
--
-- Index: the keys of ready and claim, claim_lease. What waits before p_since is not looked at: where many dead rows lie, a session
-- remembers how far it had come, and p_overdue is false. The answer is how many microseconds it took.
create or replace function duly.claim_1(
  p_now bigint, p_worker text, p_lease bigint, p_token bigint,
  p_demand int[], p_queue text[], p_level text[], p_since bigint[], p_most int[], p_overdue boolean
) returns int
language plpgsql
set enable_seqscan = off
as $$
declare
  moment  constant bigint := duly.moment(p_now);
  began   constant timestamptz := clock_timestamp();
  v_token bigint := p_token;
  left_of int[] := p_most;                               -- by demand
  v_left  int;
  v_lane  int;
  piece   record;
  taken   bigint;
  stuck   bigint;
  waited  int;                                           -- how many left the state of waiting
  paused  boolean;
  overdue boolean := p_overdue and exists (select from duly.claim where lease_until <= moment);
  head    cursor (of_lane int, since bigint) for
    select due, first, jobs from duly.ready
    where lane = of_lane and due between since and moment
    order by due, first
    for update skip locked;
begin
  perform from duly.paused_type for share;
  paused := found;
  for i in 1 .. cardinality(p_queue) loop
    v_left := left_of[p_demand[i]];
    continue when v_left = 0;
    select lane into v_lane from duly.lane
    where queue = p_queue[i] and priority = p_level[i] and gate = ''
      and not exists (select from duly.queue q where q.queue = lane.queue and q.paused_at is not null);
    continue when not found;

    if overdue then
      for piece in
        select token, fence, block, open, stop, claimed_at, worker from duly.claim
        where lease_until <= moment and lane = v_lane
        order by block, token
        for update skip locked
      loop
        exit when v_left = 0;
        taken := case when duly.size(piece.open) <= v_left then piece.open else duly.lowest(piece.open, v_left) end;
        v_left := v_left - duly.size(taken);
        insert into duly.attempt (job, fence, number, started_at, ended_at, worker, outcome)
        select seq, piece.fence, attempts + 1, piece.claimed_at, moment, piece.worker, 'lost' from duly.job
        where seq between piece.block << 6 and (piece.block << 6) + 63 and (taken & duly.bit(seq)) <> 0;
        update duly.job
        set attempts = attempts + 1, lost = lost + 1, lost_streak = lost_streak + 1, token = piece.token, verb = null
        where seq between piece.block << 6 and (piece.block << 6) + 63 and (taken & duly.bit(seq)) <> 0;
        if taken = piece.open then
          delete from duly.claim where token = piece.token;
        else
          update duly.claim set open = open & ~taken where token = piece.token;
        end if;
        stuck := case when paused then duly.gate_1(v_lane, moment, piece.block << 6, taken) else 0 end;
        if stuck <> 0 then
          update duly.job
          set scheduled_at = moment, park_reason = null, started_at = moment, worker = p_worker,
            cancel_requested = cancel_requested or (piece.stop & duly.bit(seq)) <> 0
          where seq between piece.block << 6 and (piece.block << 6) + 63 and (stuck & duly.bit(seq)) <> 0;
          insert into duly.tally (lane, running, waiting) values (v_lane, -duly.size(stuck), duly.size(stuck));
        end if;
        if taken <> stuck then
          insert into duly.claim (token, lane, block, open, stop, claimed_at, lease_until, worker)
          values (v_token, v_lane, piece.block, taken & ~stuck, piece.stop & taken & ~stuck, moment, moment + p_lease, p_worker);
          v_token := v_token + 1;
        end if;
      end loop;
    end if;

    waited := 0;
    open head(v_lane, p_since[i]);
    while v_left > 0 loop
      fetch head into piece;
      exit when not found;
      stuck := case when paused then duly.gate_1(v_lane, piece.due, piece.first, piece.jobs) else 0 end;
      taken := piece.jobs & ~stuck;
      if duly.size(taken) > v_left then
        taken := duly.lowest(taken, v_left);
      end if;
      if piece.jobs = taken | stuck then
        delete from duly.ready where lane = v_lane and due = piece.due and first = piece.first;
      else
        update duly.ready set jobs = jobs & ~(taken | stuck) where lane = v_lane and due = piece.due and first = piece.first;
      end if;
      if taken <> 0 then
        insert into duly.claim (token, lane, block, open, claimed_at, lease_until, worker)
        values (v_token, v_lane, piece.first >> 6, taken, moment, moment + p_lease, p_worker);
        v_token := v_token + 1;
        waited := waited + duly.size(taken);
        v_left := v_left - duly.size(taken);
      end if;
    end loop;
    close head;
    if waited > 0 then
      insert into duly.tally (lane, waiting, running) values (v_lane, -waited, waited);
    end if;
    left_of[p_demand[i]] := v_left;
  end loop;
  return extract(epoch from clock_timestamp() - began) * 1000000;
end
$$;
