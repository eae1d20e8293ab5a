package dev.duly.backend.room;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much is in a queue, as far as the engine says.
 *
 * @param waiting jobs that are due or will be
 * @param later how many of those are not due yet
 * @param running jobs that are claimed
 * @param dead letters of the queue
 * @param oldest for how long the first of the waiting jobs has been due; empty: none is, or the
 *     engine does not say
 */
public record Gauge(
    String queue,
    OptionalLong waiting,
    OptionalLong later,
    OptionalLong running,
    OptionalLong dead,
    Optional<Duration> oldest,
    boolean paused) {

  /** Nothing waits, not even for later, and nothing runs, as far as the engine says. */
  public boolean isDrained() {
    return waiting.orElse(1) == 0 && running.orElse(0) == 0;
  }

  /** Of a queue of which a store keeps count. */
  public static Gauge of(QueueRecord record, Instant now) {
    return new Gauge(
        record.queue(),
        OptionalLong.of(record.waiting()),
        OptionalLong.empty(),
        OptionalLong.of(record.running()),
        OptionalLong.of(record.dead()),
        record.oldest(now),
        record.paused());
  }
}
