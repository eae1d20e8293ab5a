-- All lanes behind a gate; behind the empty one are those that claims pop from.
select lane, queue, priority from lane where gate = ?
