package dev.duly.backend.support;

/**
 * How a thread of an engine waits between pieces of work: until the time is over or it is ended. An
 * interrupt ends neither the wait nor the thread: a program that interrupts all threads of a group
 * does not mean to stop the queue. Thread-safe.
 */
public final class Pause {
  // Guarded by this.
  private boolean over;

  /** Waits; false if it was ended, before or meanwhile. */
  public synchronized boolean sleep(long millis) {
    long deadline = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; left > 0 && !over; left = (deadline - System.nanoTime()) / 1_000_000) {
      try {
        wait(left);
      } catch (InterruptedException e) {
        // of no meaning here
      }
    }
    return !over;
  }

  public synchronized boolean isOver() {
    return over;
  }

  /** Ends the wait, and every later one at once. */
  public synchronized void end() {
    over = true;
    notifyAll();
  }
}
