package dev.duly.monitor;

import dev.duly.backend.room.Gauge;
import dev.duly.backend.room.QueueRecord;
import dev.duly.backend.room.RunCounts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A queue, as the picture has it.
 *
 * @param gauge how much is in it
 * @param record the same with what a store knows besides; empty: the backend is no store
 * @param in jobs that came in a second, lately; NaN: not known
 * @param out jobs that were completed in a second, lately; NaN: not known
 * @param depths how many jobs waited at the last looks, the oldest first
 * @param minute what workers reported of it in the last minute
 */
public record QueueBox(
    Gauge gauge,
    Optional<QueueRecord> record,
    double in,
    double out,
    List<Long> depths,
    RunCounts minute) {

  public String name() {
    return gauge.queue();
  }

  /** For how long the first of its jobs has been due; empty: none is, or it is not known. */
  public Optional<Duration> oldest() {
    return gauge.oldest();
  }

  /** How many jobs wait; 0 if that is not known. */
  public long waiting() {
    return gauge.waiting().orElse(0);
  }

  /** How many jobs run; 0 if that is not known. */
  public long running() {
    return gauge.running().orElse(0);
  }

  /** Whether there is nothing to do, as far as is known. */
  public boolean isIdle() {
    return waiting() == 0 && running() == 0;
  }
}
