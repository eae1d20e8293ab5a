package dev.duly.postgres;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a claim that found nothing sleeps before it looks again: the floor under every signal,
 * since polling alone is always correct (rule C7). While announcements are heard it is half a
 * second to a second; else 5 to 10 ms for a second after something was found, and 50 to 100 ms
 * after that. Jittered, so that workers do not all ask at once. Thread-safe.
 */
final class PollInterval {
  private static final long HEARING_NANOS = 1_000_000_000;
  private static final long DEAF_NANOS = 100_000_000;
  private static final long BUSY_NANOS = 10_000_000;
  private static final long BUSY_FOR_NANOS = 1_000_000_000;

  private volatile long foundNanos = System.nanoTime() - BUSY_FOR_NANOS;

  /** A claim has brought something. */
  void found() {
    foundNanos = System.nanoTime();
  }

  long nanos(boolean hears) {
    boolean busy = System.nanoTime() - foundNanos < BUSY_FOR_NANOS;
    long most = hears ? HEARING_NANOS : busy ? BUSY_NANOS : DEAF_NANOS;
    return ThreadLocalRandom.current().nextLong(most / 2, most);
  }
}
