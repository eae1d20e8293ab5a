package dev.duly.engine;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks around every 100 ms, on a thread of its own, for what must not wait until the backend has
 * answered the turn loop.
 */
final class Lookout {
  private static final System.Logger LOG = System.getLogger(Lookout.class.getName());
  private static final long EVERY_NANOS = 100_000_000;

  private final List<Look> looks;
  private final Env env;
  private final Thread thread;
  private volatile boolean stopped;

  /** Something to look after. */
  interface Look {
    /** Only the lookout's thread. */
    void look(long nowNanos);
  }

  Lookout(List<Look> looks, Env env, String worker) {
    this.looks = looks;
    this.env = env;
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
      looks.forEach(this::look);
      LockSupport.parkNanos(this, EVERY_NANOS);
      Thread.interrupted(); // a stray interrupt would end every park at once
    }
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
