-- Jobs of a group have come to wait, the first of them due at a time. Index: the key of turn.
insert into turn (queue, priority, key, since) values (?, ?, ?, ?)
on conflict do update set
  since = iif(turn = 0, min(since, excluded.since), since),
  asleep_until = min(asleep_until, excluded.since)
