package dev.duly;

import java.time.Duration;

/**
 * Spreads delays, so that what failed together does not come back together.
 *
 * @param below how far below the delay, as a fraction of it, 0 to 1
 * @param above how far above, 0 to 1
 */
record Jitter(double below, double above) {
  static final Jitter NONE = new Jitter(0, 0);

  /**
   * Anything from nothing to the whole delay, as AWS's "Exponential Backoff And Jitter" calls it.
   */
  static final Jitter FULL = new Jitter(1, 0);

  static Jitter plusMinus(int percent) {
    return new Jitter(percent / 100.0, percent / 100.0);
  }

  /**
   * @param random 0 inclusive to 1 exclusive
   */
  Duration spread(Duration delay, double random) {
    double factor = 1 - below + random * (below + above);
    return Duration.ofMillis(Math.max(0, Math.round(delay.toMillis() * factor)));
  }

  String text() {
    if (equals(FULL)) {
      return " full";
    }
    return equals(NONE) ? "" : " ±" + Math.round(above * 100) + "%";
  }
}
