package dev.duly.backend.support;

/**
 * Wakes the sessions that wait for something to claim. It counts how often it was raised, so that
 * nothing is missed between looking and waiting. Thread-safe.
 */
public final class Signal {
  // Guarded by this.
  private long raised;

  /** How often it was raised. */
  public synchronized long raised() {
    return raised;
  }

  /** There may be something to claim. */
  public synchronized void raise() {
    raised++;
    notifyAll();
  }

  /**
   * Waits until it is raised once more. An interrupt does not end the wait.
   *
   * @param seen what {@link #raised} said before the look that found nothing
   * @return false if it was not raised in time
   */
  public synchronized boolean await(long seen, long nanosMax) {
    long deadline = System.nanoTime() + nanosMax;
    long left = nanosMax;
    boolean interrupted = false;
    while (raised == seen && left > 0) {
      try {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      } catch (InterruptedException e) {
        interrupted = true; // an interrupt never ends a claim
      }
      left = deadline - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return raised != seen;
  }
}
