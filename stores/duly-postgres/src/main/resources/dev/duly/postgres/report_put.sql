-- Index: the primary key.
insert into duly.report (
  began, at, worker, number, slots, covers, profile, turns,
  queue, type, completed, retried, dead, busy, waited, ran, lost, released, cancelled)
select moment, moment, :report_worker, :report_number, :report_slots, :report_covers, :report_profile, :report_turns, given.*
from duly.moment(:now) as moment,
  unnest(
    :report_queues::text[], :report_types::text[], :report_completed::bigint[], :report_retried::bigint[], :report_dead::bigint[],
    :report_busy::bigint[], :report_waited::text[], :report_ran::text[],
    :report_lost::bigint[], :report_released::bigint[], :report_cancelled::bigint[]) as given
on conflict (worker, number, queue, type) do update set
  at = excluded.at, covers = excluded.covers, completed = excluded.completed, retried = excluded.retried, dead = excluded.dead,
  busy = excluded.busy, waited = excluded.waited, ran = excluded.ran,
  lost = excluded.lost, released = excluded.released, cancelled = excluded.cancelled
