package dev.duly.engine;

import java.time.Duration;

/** Durations as numbers, however long: what is over 100 years counts as those. */
final class Durations {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Durations() {}

  static long nanos(Duration duration) {
    return bounded(duration).toNanos();
  }

  static long millis(Duration duration) {
    return bounded(duration).toMillis();
  }

  private static Duration bounded(Duration duration) {
    return duration.isNegative()
        ? Duration.ZERO
        : duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
  }
}
