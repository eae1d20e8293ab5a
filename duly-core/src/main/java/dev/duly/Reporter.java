package dev.duly;

import dev.duly.backend.BackendException;
import dev.duly.backend.Statistics;
import dev.duly.backend.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Sends a worker's tallies to where everybody can see them, every 10 s, apart from the path of a
 * job. What cannot be sent is forgotten. Thread-safe.
 */
final class Reporter {
  private static final System.Logger LOG = System.getLogger(Reporter.class.getName());
  private static final long EVERY_NANOS = 10_000_000_000L;

  private final Optional<Statistics> room;
  private final Tallies tallies;
  private final String worker;
  private final int slots;
  private final LongSupplier nanoTime;
  // Guarded by this.
  private long lastNanos;
  private boolean introduced;

  /**
   * @param room empty: nothing is sent, as the backend keeps no statistics
   */
  Reporter(
      Optional<Statistics> room, Tallies tallies, String worker, int slots, LongSupplier nanoTime) {
    this.room = room;
    this.tallies = tallies;
    this.worker = worker;
    this.slots = slots;
    this.nanoTime = nanoTime;
    this.lastNanos = nanoTime.getAsLong();
  }

  /** Sends if it is time; the first time at once, so that the worker is seen. */
  synchronized void look() {
    if (!introduced || nanoTime.getAsLong() - lastNanos >= EVERY_NANOS) {
      send();
    }
  }

  /** Sends what there is. */
  synchronized void send() {
    long now = nanoTime.getAsLong();
    Duration covers = Duration.ofNanos(now - lastNanos);
    lastNanos = now;
    introduced = true;
    List<Tally> taken = tallies.take();
    try {
      room.ifPresent(statistics -> statistics.add(worker, slots, covers, taken));
    } catch (BackendException e) {
      LOG.log(
          System.Logger.Level.DEBUG, "worker {0}: its report is lost: {1}", worker, e.getMessage());
    }
  }
}
