package dev.duly.rabbitmq;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Does a task again and again on a thread of its own: several times a second while jobs come and
 * go, and once in ten seconds when there were none for a while, since an idle worker is to cost
 * next to nothing. Thread-safe.
 */
final class Chores implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Chores.class.getName());
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Runnable task;
  private final Thread thread = new Thread(this::run, "duly-rabbitmq-chores");
  private volatile long busyNanos = System.nanoTime();
  private volatile boolean resting;
  private volatile boolean closed;

  /** A task that has not started. */
  Chores(Runnable task) {
    this.task = task;
    thread.setDaemon(true);
  }

  /** Once. */
  void start() {
    thread.start();
  }

  /** Jobs come or go. */
  void busy() {
    busyNanos = System.nanoTime();
    if (resting) {
      resting = false;
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!closed) {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.DEBUG, "chores failed and will run again", e);
      }
      rest();
    }
  }

  private void rest() {
    if (isQuiet()) {
      resting = true;
      if (isQuiet()) { // or something came before it could wake
        LockSupport.parkNanos(this, REST_NANOS);
      }
      resting = false;
    } else {
      LockSupport.parkNanos(this, EVERY_NANOS);
    }
  }

  private boolean isQuiet() {
    return System.nanoTime() - busyNanos > QUIET_NANOS;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
