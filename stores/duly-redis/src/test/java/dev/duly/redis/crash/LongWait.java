package dev.duly.redis.crash;

import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** For what other processes do, up to a minute. */
final class LongWait {
  private static final long WAIT_NANOS_MAX = 60_000_000_000L;

  private LongWait() {}

  /**
   * Returns when it is so.
   *
   * @throws NoSuchElementException if it never is
   */
  static void until(Callable<Boolean> isSo, String what) throws Exception {
    long deadline = System.nanoTime() + WAIT_NANOS_MAX;
    while (!isSo.call()) {
      if (System.nanoTime() > deadline) {
        throw new NoSuchElementException("in a minute there were never " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
