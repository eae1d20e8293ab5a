package dev.duly.engine.schedule;

import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.backend.Capabilities;
import dev.duly.backend.schedule.Definition;
import dev.duly.backend.schedule.Firing;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Schedules;
import dev.duly.job.EncodedJob;
import dev.duly.lifecycle.SchedulePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Fires schedules whose times have come, on a thread of its own (rule K2). Each process with a
 * worker has one, and there is no leader: of several that plan the same time the store lets one
 * fire it. While there is no schedule it looks every five seconds.
 */
public final class ScheduleClock implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ScheduleClock.class.getName());
  private static final int AT_ONCE = 100;
  private static final long IDLE_MILLIS = 5_000;
  private static final long LOOK_MILLIS = 1_000;
  private static final long APART_MILLIS = 20; // so that not all processes plan the same

  private final Schedules room;
  private final Capabilities limits;
  private final Declarations declarations;
  private final Set<String> unreadable = new HashSet<>(); // only the thread, or who fires by hand
  private Optional<Instant> seen = Optional.empty(); // only the thread: the next time
  private boolean started; // guarded by this, as what follows
  private boolean closed;
  private boolean news;

  /**
   * Not started yet.
   *
   * @param application whose code declares schedules here; without a name, what it declares no more
   *     is not known
   */
  public ScheduleClock(Schedules room, Capabilities limits, Optional<String> application) {
    this.room = room;
    this.limits = limits;
    this.declarations = new Declarations(room, application);
  }

  /** For a backend; empty if it keeps no schedules. */
  public static Optional<ScheduleClock> of(Backend backend, Optional<String> application) {
    return backend
        .rooms()
        .schedules()
        .map(room -> new ScheduleClock(room, backend.capabilities(), application));
  }

  /** What code says there should be. */
  public void declare(List<Definition> definitions) {
    declarations.declare(definitions);
    wake();
  }

  /** Once; then it goes on until it is closed. */
  public synchronized void start() {
    if (!started && !closed) {
      started = true;
      Thread thread = new Thread(this::loop, "duly-schedules");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** There may be new schedules. */
  private synchronized void wake() {
    news = true;
    notifyAll();
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private void loop() {
    while (!isClosed()) {
      long pause = LOOK_MILLIS;
      try {
        fireDue();
        pause = pauseMillis();
      } catch (BackendException e) {
        LOG.log(System.Logger.Level.DEBUG, "schedules are looked at again in a second", e);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "schedules are looked at again in a second", e);
      }
      pause(pause);
    }
  }

  /** What has been overdue since the last look is for others to fire. */
  private long pauseMillis() {
    Optional<Instant> next = room.next();
    boolean isSame = next.equals(seen);
    seen = next;
    if (next.isEmpty()) {
      return IDLE_MILLIS;
    }
    long until = Duration.between(room.now(), next.get()).toMillis();
    if (isSame && until <= 0) {
      return LOOK_MILLIS;
    }
    return Math.min(LOOK_MILLIS, Math.max(0, until))
        + ThreadLocalRandom.current().nextLong(APART_MILLIS);
  }

  private synchronized void pause(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    try {
      long left = millis;
      while (!closed && !news && left > 0) {
        wait(left);
        left = (end - System.nanoTime()) / 1_000_000;
      }
      news = false;
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /**
   * Fires what is due now, but for what cannot be read here, as of a newer version.
   *
   * @throws BackendException if the engine failed; what was fired until then is fired
   */
  public void fireDue() {
    List<ScheduleRecord> due = room.due(AT_ONCE);
    while (!due.isEmpty() && !isClosed()) {
      Instant now = room.now();
      List<Firing> firings = new ArrayList<>();
      for (ScheduleRecord record : due) {
        plan(record, now).ifPresent(firings::add);
      }
      if (firings.isEmpty()) {
        return;
      }
      room.fire(firings);
      due = room.due(AT_ONCE);
    }
  }

  /** None of what cannot be read here. */
  private Optional<Firing> plan(ScheduleRecord record, Instant now) {
    try {
      return Optional.of(SchedulePlan.of(record, now, job -> problem(job, now)));
    } catch (IllegalArgumentException e) {
      if (unreadable.add(record.id())) {
        LOG.log(
            System.Logger.Level.WARNING,
            "schedule " + record.id() + " is left to others: " + e.getMessage());
      }
      return Optional.empty();
    }
  }

  private Optional<String> problem(EncodedJob job, Instant now) {
    return limits.problemsOf(job, now).stream().findFirst();
  }
}
