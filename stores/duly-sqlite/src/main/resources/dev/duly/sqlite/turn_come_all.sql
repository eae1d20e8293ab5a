-- All groups of a lane, whose jobs have come to wait there. Index: job_ready.
insert into turn (queue, priority, key, since)
select ?1, ?2, group_key, max(min(scheduled_at), ?3) from job
where lane = ?4 and state = 'waiting'
group by group_key
on conflict do update set
  since = iif(turn = 0, min(since, excluded.since), since),
  asleep_until = min(asleep_until, excluded.since)
