package dev.duly.engine;

import dev.duly.backend.BackendException;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Session;
import dev.duly.lifecycle.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Keeps what the worker holds: renews every lease each third of it with one call, tells attempts
 * whose time is up to stop, and treats a claim as lost before the engine does when renewing fails
 * (rules X1, X3, T1). One thread, which looks around every 100 ms.
 */
final class LeaseKeeper {
  private static final System.Logger LOG = System.getLogger(LeaseKeeper.class.getName());
  private static final long LOOK_NANOS = 100_000_000;
  private static final long PATIENCE_NANOS = 10_000_000_000L; // for a handler to heed its interrupt
  private static final long AGAIN_NANOS = 1_000_000_000;
  private static final long MARGIN_NANOS_MAX = 1_000_000_000;

  private final Session session;
  private final Held held;
  private final AtomicBoolean news;
  private final Env env;
  private final Stop whenLost;
  private final Consumer<RunningClaim> stuck;
  private final Reporter reporter;
  private final long thirdNanos;
  private final long marginNanos;
  private final Thread thread;
  private volatile boolean stopped;

  // Only this thread.
  private long nextRenewalNanos;

  /**
   * @param news set when the backend has news of a claim
   * @param stuck told once of each attempt that ignores its timeout
   * @param reporter looks around on this thread, too
   * @param whenLost what to tell an attempt whose claim is lost
   */
  LeaseKeeper(
      Session session,
      Held held,
      AtomicBoolean news,
      Duration lease,
      Stop whenLost,
      Consumer<RunningClaim> stuck,
      Reporter reporter,
      Env env,
      String worker) {
    this.session = session;
    this.held = held;
    this.news = news;
    this.env = env;
    this.whenLost = whenLost;
    this.stuck = stuck;
    this.reporter = reporter;
    this.thirdNanos = lease.toNanos() / 3;
    this.marginNanos = Math.min(MARGIN_NANOS_MAX, lease.toNanos() / 10);
    this.nextRenewalNanos = env.nanoTime().getAsLong() + thirdNanos;
    this.thread = env.threads().loop("duly-" + worker + "-leases", this::run);
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!stopped) {
      try {
        look(env.nanoTime().getAsLong());
        reporter.look();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "leases could not be looked after", e);
      }
      LockSupport.parkNanos(this, LOOK_NANOS);
      Thread.interrupted(); // a stray interrupt would end every park at once
    }
  }

  private void look(long now) {
    for (RunningClaim attempt : held.all()) {
      if (attempt.isOverdue(now)) {
        attempt.stop(Stop.TIMEOUT);
      }
      if (attempt.becomesStuck(now, PATIENCE_NANOS)) {
        stuck.accept(attempt);
      }
      if (now - attempt.leaseEndNanos() > -marginNanos) {
        attempt.stop(whenLost);
      }
    }
    if (news.getAndSet(false) || now - nextRenewalNanos >= 0) {
      nextRenewalNanos = now + (renew() ? thirdNanos : Math.min(AGAIN_NANOS, thirdNanos));
    }
  }

  private boolean renew() {
    List<RunningClaim> attempts = new ArrayList<>(held.all());
    long asked = env.nanoTime().getAsLong();
    List<Extended> answers;
    try {
      answers = session.extend(attempts.stream().map(a -> new Extension(a.claim())).toList());
    } catch (BackendException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "renewing {0} leases failed and is tried again: {1}",
          attempts.size(),
          e.getMessage());
      return false;
    }
    for (int i = 0; i < attempts.size(); i++) {
      apply(attempts.get(i), answers.get(i).state(), asked);
    }
    return true;
  }

  private void apply(RunningClaim attempt, Extended.State state, long asked) {
    switch (state) {
      case HELD -> attempt.renewed(asked);
      case STOP -> {
        attempt.renewed(asked);
        attempt.stop(Stop.CANCEL_ASKED);
      }
      case LOST -> attempt.stop(whenLost);
    }
  }
}
