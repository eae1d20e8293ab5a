package dev.duly.engine;

import java.time.Duration;

/**
 * Tells who asks when a worker has nothing to do: a turn that began after the question, brought
 * nothing, and left nothing running. Thread-safe.
 */
final class Idleness {
  // Guarded by this.
  private long asked;
  private long answered;

  /** The latest question. */
  synchronized long asked() {
    return asked;
  }

  synchronized boolean isAsked() {
    return asked > answered;
  }

  /** A turn that began after this question found the worker idle, or not. */
  synchronized void saw(long question, boolean idle) {
    if (idle && question > answered) {
      answered = question;
      notifyAll();
    }
  }

  /** Asks, and waits for the answer; false if it has not come in time. */
  boolean await(Duration max, Runnable wake) throws InterruptedException {
    long deadline = System.nanoTime() + Durations.nanos(max);
    long mine;
    synchronized (this) {
      mine = ++asked;
    }
    wake.run();
    synchronized (this) {
      long left = deadline - System.nanoTime();
      while (answered < mine && left > 0) {
        wait(left / 1_000_000, (int) (left % 1_000_000));
        left = deadline - System.nanoTime();
      }
      return answered >= mine;
    }
  }
}
