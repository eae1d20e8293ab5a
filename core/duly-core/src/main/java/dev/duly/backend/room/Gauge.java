package dev.duly.backend.room;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much is in a queue, as far as the engine says.
 *
 * @param waiting jobs that are due or will be; of a broker that keeps delayed jobs elsewhere,
 *     without those
 * @param due how many can be claimed now
 * @param later how many are not due yet
 * @param running jobs that are claimed
 * @param dead letters of the queue
 * @param oldest for how long the first of the waiting jobs has been due; empty: none is, or the
 *     engine does not say
 */
public record Gauge(
    String queue,
    OptionalLong waiting,
    OptionalLong due,
    OptionalLong later,
    OptionalLong running,
    OptionalLong dead,
    Optional<Duration> oldest,
    boolean paused) {

  /** Nothing waits, not even for later, and nothing runs, as far as the engine says. */
  public boolean isDrained() {
    return waiting.orElse(1) == 0 && running.orElse(0) == 0;
  }

  /** Nothing can be claimed and nothing runs, as far as the engine says. */
  public boolean isIdle() {
    return due.orElse(1) == 0 && running.orElse(0) == 0;
  }

  /**
   * Whether this is a queue: a broker may also say how much there is of all, in a row in brackets.
   */
  public boolean isQueue() {
    return !queue.startsWith("(");
  }

  /** Of a queue of which a store keeps count. */
  public static Gauge of(QueueRecord record, Instant now) {
    return new Gauge(
        record.queue(),
        OptionalLong.of(record.waiting()),
        record.oldest(now).isPresent() ? OptionalLong.empty() : OptionalLong.of(0),
        OptionalLong.empty(),
        OptionalLong.of(record.running()),
        OptionalLong.of(record.dead()),
        record.oldest(now),
        record.paused());
  }
}
