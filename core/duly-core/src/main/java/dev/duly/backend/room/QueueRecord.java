package dev.duly.backend.room;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A queue and how many of its jobs are in each state.
 *
 * @param firstDue when the first of its waiting jobs was, or will be, due; empty: none waits
 */
public record QueueRecord(
    String queue,
    boolean paused,
    long waiting,
    long running,
    long completed,
    long cancelled,
    long dead,
    Optional<Instant> firstDue) {

  /** A queue without jobs. */
  public static QueueRecord empty(String queue) {
    return new QueueRecord(queue, false, 0, 0, 0, 0, 0, Optional.empty());
  }

  /** How many jobs there are, whatever their state. */
  public long total() {
    return waiting + running + completed + cancelled + dead;
  }

  /** For how long the first of its jobs has been due; empty: none is. */
  public Optional<Duration> oldest(Instant now) {
    return firstDue.filter(due -> !due.isAfter(now)).map(due -> Duration.between(due, now));
  }

  /** Nothing waits, not even for later, and nothing runs. */
  public boolean isDrained() {
    return waiting == 0 && running == 0;
  }
}
