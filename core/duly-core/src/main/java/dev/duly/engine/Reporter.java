package dev.duly.engine;

import dev.duly.backend.BackendException;
import dev.duly.backend.room.Statistics;
import dev.duly.backend.room.WorkerProfile;
import dev.duly.backend.room.WorkerReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Says every 10 s that a worker is there, apart from the path of a job. What cannot be said is left
 * out. Thread-safe.
 */
final class Reporter implements Lookout.Look {
  private static final System.Logger LOG = System.getLogger(Reporter.class.getName());
  private static final long EVERY_NANOS = 10_000_000_000L;

  private final Optional<Statistics> room;
  private final EnginePlan plan;
  private final Supplier<String> state;
  private final TurnTimes turns;
  private final LongSupplier nanoTime;
  // Guarded by this.
  private long lastNanos;
  private boolean introduced;

  /**
   * What it says of a worker.
   *
   * @param state as {@link WorkerProfile} has it
   */
  record Subject(EnginePlan plan, Supplier<String> state, TurnTimes turns) {}

  /**
   * One that has said nothing yet.
   *
   * @param room empty: nothing is said, as the backend keeps no statistics
   */
  Reporter(Optional<Statistics> room, Subject subject, LongSupplier nanoTime) {
    this.room = room;
    this.plan = subject.plan;
    this.state = subject.state;
    this.turns = subject.turns;
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
    WorkerReport presence =
        WorkerReport.presence(Instant.EPOCH, plan.worker(), plan.slots(), covers)
            .with(Optional.of(plan.profile().withState(state.get())), turns.take());
    try {
      room.ifPresent(statistics -> statistics.add(presence));
    } catch (BackendException e) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "worker {0}: it could not say that it is there: {1}",
          plan.worker(),
          e.getMessage());
    }
  }
}
