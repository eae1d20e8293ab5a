package dev.duly.backend.support;

import dev.duly.backend.BackendException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Retries idempotent work, such as a read, an enqueue or an extend, after a transient failure: up
 * to four tries within two seconds, with jittered back-off.
 */
public final class TransientRetry {
  private static final int TRIES = 4;
  private static final long BACK_OFF_MILLIS = 50;
  private static final long PATIENCE_NANOS = 2_000_000_000;

  private TransientRetry() {}

  /**
   * Runs it until it succeeds, up to four times within two seconds, the last of which may end
   * later.
   *
   * @param passing whether the same may succeed soon
   * @throws BackendException what it failed of the last time
   */
  public static <T> T run(Supplier<T> work, Predicate<BackendException> passing) {
    long start = System.nanoTime();
    for (int tries = 1; ; tries++) {
      try {
        return work.get();
      } catch (BackendException e) {
        boolean late = System.nanoTime() - start > PATIENCE_NANOS;
        if (tries == TRIES || late || !passing.test(e)) {
          throw e;
        }
        LockSupport.parkNanos(
            ThreadLocalRandom.current().nextLong(BACK_OFF_MILLIS << tries) * 1_000_000);
      }
    }
  }
}
