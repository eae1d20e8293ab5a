package dev.duly.backend.support;

/**
 * Rings when there may be something to claim. Counts its rings, so that none is missed between
 * looking and waiting.
 */
public final class Bell {
  // Guarded by this.
  private long rings;

  public synchronized long rings() {
    return rings;
  }

  public synchronized void ring() {
    rings++;
    notifyAll();
  }

  /**
   * Waits until it has rung after the ring that was heard; true if it has, false if so much time
   * went by.
   */
  public synchronized boolean await(long heard, long nanosMax) {
    long deadline = System.nanoTime() + nanosMax;
    long left = nanosMax;
    boolean interrupted = false;
    while (rings == heard && left > 0) {
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
    return rings != heard;
  }
}
