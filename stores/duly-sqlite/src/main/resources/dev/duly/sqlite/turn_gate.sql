-- From now on, turns are taken in a queue. Nothing is written if they are already.
insert into queue (queue, gated) values (?, 1)
on conflict (queue) do update set gated = 1 where gated = 0
