package dev.duly.engine;

import dev.duly.backend.BackendException;
import dev.duly.backend.room.Statistics;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Says every 10 s that a worker is there, apart from the path of a job. What cannot be said is left
 * out. Thread-safe.
 */
final class Reporter implements Lookout.Look {
  private static final System.Logger LOG = System.getLogger(Reporter.class.getName());
  private static final long EVERY_NANOS = 10_000_000_000L;

  private final Optional<Statistics> room;
  private final String worker;
  private final int slots;
  private final LongSupplier nanoTime;
  // Guarded by this.
  private long lastNanos;
  private boolean introduced;

  /**
   * @param room empty: nothing is said, as the backend keeps no statistics
   */
  Reporter(Optional<Statistics> room, String worker, int slots, LongSupplier nanoTime) {
    this.room = room;
    this.worker = worker;
    this.slots = slots;
    this.nanoTime = nanoTime;
    this.lastNanos = nanoTime.getAsLong();
  }

  /** Says it if it is time; the first time at once, so that the worker is seen. */
  @Override
  public synchronized void look(long nowNanos) {
    if (!introduced || nowNanos - lastNanos >= EVERY_NANOS) {
      send();
    }
  }

  /** Says it now. */
  synchronized void send() {
    long now = nanoTime.getAsLong();
    Duration covers = Duration.ofNanos(now - lastNanos);
    lastNanos = now;
    introduced = true;
    try {
      room.ifPresent(statistics -> statistics.present(worker, slots, covers));
    } catch (BackendException e) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "worker {0}: it could not say that it is there: {1}",
          worker,
          e.getMessage());
    }
  }
}
