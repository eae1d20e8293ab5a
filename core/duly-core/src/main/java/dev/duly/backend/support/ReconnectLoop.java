package dev.duly.backend.support;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Runs a long-lived task, such as listening on a connection, on its own daemon thread, and restarts
 * it when it ends: after a jittered pause of up to 100 ms, doubling to 5 s while the task ends
 * within that time. Thread-safe.
 */
public final class ReconnectLoop implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ReconnectLoop.class.getName());
  private static final long BACK_OFF_MILLIS = 100;
  private static final long BACK_OFF_MILLIS_MAX = 5_000;

  private final Work work;
  private final Thread thread;
  private volatile boolean closed;

  /** What lasts, until it fails or is closed. */
  public interface Work {
    void run() throws Exception;
  }

  /**
   * Begins nothing yet.
   *
   * @param name of its thread
   */
  public ReconnectLoop(String name, Work work) {
    this.work = work;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Begins, if it has not. */
  public synchronized void begin() {
    if (thread.getState() == Thread.State.NEW && !closed) {
      thread.start();
    }
  }

  public boolean isClosed() {
    return closed;
  }

  private void run() {
    long backOff = BACK_OFF_MILLIS;
    while (!closed) {
      long start = System.nanoTime();
      try {
        work.run();
      } catch (Exception e) {
        LOG.log(System.Logger.Level.DEBUG, thread.getName() + " begins again", e);
      }
      boolean lasted = System.nanoTime() - start > BACK_OFF_MILLIS_MAX * 1_000_000;
      backOff = lasted ? BACK_OFF_MILLIS : backOff;
      pause(ThreadLocalRandom.current().nextLong(backOff / 2, backOff));
      backOff = Math.min(backOff * 2, BACK_OFF_MILLIS_MAX);
    }
  }

  /** For the work itself, too: returns early when it is closed. */
  public void pause(long millis) {
    try {
      if (!closed) {
        Thread.sleep(millis);
      }
    } catch (InterruptedException e) {
      // If close has interrupted it, that is over; anybody else's interrupt has no meaning here.
    }
  }

  /** Interrupts it. What an interrupt does not end, the caller ends after this. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
