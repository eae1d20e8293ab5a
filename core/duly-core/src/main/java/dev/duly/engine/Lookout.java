package dev.duly.engine;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Looks around every 100 ms, on a thread of its own, for what must not wait until the backend has
 * answered the turn loop. When nothing has run for a second it looks once a second, and at once
 * when it is woken: an idle worker is to cost next to nothing.
 */
final class Lookout {
  private static final System.Logger LOG = System.getLogger(Lookout.class.getName());
  private static final long EVERY_NANOS = 100_000_000;
  private static final long REST_NANOS = 1_000_000_000;
  private static final int QUIET_LOOKS = 10;

  private final List<Look> looks;
  private final BooleanSupplier isBusy;
  private final Env env;
  private final Thread thread;
  private volatile boolean resting;
  private volatile boolean stopped;

  /** Something to look after. */
  interface Look {
    /** Only the lookout's thread. */
    void look(long nowNanos);
  }

  /**
   * It has not started.
   *
   * @param isBusy whether anything runs
   */
  Lookout(List<Look> looks, BooleanSupplier isBusy, Env env, String worker) {
    this.looks = looks;
    this.isBusy = isBusy;
    this.env = env;
    this.thread = env.threads().loop("duly-" + worker + "-leases", this::run);
  }

  void start() {
    thread.start();
  }

  /** Something runs again. */
  void wake() {
    if (resting) {
      resting = false;
      LockSupport.unpark(thread);
    }
  }

  boolean isResting() {
    return resting;
  }

  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    for (int quiet = 0; !stopped; ) {
      looks.forEach(this::look);
      quiet = isBusy.getAsBoolean() ? 0 : quiet + 1;
      if (quiet <= QUIET_LOOKS) {
        LockSupport.parkNanos(this, EVERY_NANOS);
      } else if (rest()) {
        quiet = 0;
      }
      Thread.interrupted(); // a stray interrupt would end every park at once
    }
  }

  /** Whether it was woken. */
  private boolean rest() {
    resting = true;
    if (!isBusy.getAsBoolean()) { // or it came before it could wake
      LockSupport.parkNanos(this, REST_NANOS);
    }
    boolean woken = !resting;
    resting = false;
    return woken;
  }

  private void look(Look look) {
    try {
      look.look(env.nanoTime().getAsLong());
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "renewing leases or checking timeouts failed unexpectedly; it is tried again in 100 ms",
          e);
    }
  }
}
