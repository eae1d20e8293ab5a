-- Adds to a queue's counts; makes the queue when it is new.
insert into queue (queue, waiting, running, completed, cancelled, dead) values (?, ?, ?, ?, ?, ?)
on conflict (queue) do update set
  waiting = waiting + excluded.waiting,
  running = running + excluded.running,
  completed = completed + excluded.completed,
  cancelled = cancelled + excluded.cancelled,
  dead = dead + excluded.dead
