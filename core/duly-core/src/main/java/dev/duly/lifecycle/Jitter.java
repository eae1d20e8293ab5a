package dev.duly.lifecycle;

import java.time.Duration;

/**
 * Spreads delays, so that what failed together does not come back together.
 *
 * @param below how far below the delay, as a fraction of it, 0 to 1
 * @param above how far above, 0 to 1
 */
public record Jitter(double below, double above) {
  /** Delays stay as they are. */
  public static final Jitter NONE = new Jitter(0, 0);

  /**
   * Anything from nothing to the whole delay, as AWS's "Exponential Backoff And Jitter" calls it.
   */
  public static final Jitter FULL = new Jitter(1, 0);

  /** So many percent either way. */
  public static Jitter plusMinus(int percent) {
    return new Jitter(percent / 100.0, percent / 100.0);
  }

  /**
   * A delay, spread.
   *
   * @param random 0 inclusive to 1 exclusive
   */
  public Duration spread(Duration delay, double random) {
    double factor = 1 - below + random * (below + above);
    return Duration.ofMillis(Math.max(0, Math.round(delay.toMillis() * factor)));
  }

  /** As it stands at the end of a policy's text: {@code " ±20%"}, {@code " full"} or nothing. */
  public String text() {
    if (equals(FULL)) {
      return " full";
    }
    return equals(NONE) ? "" : " ±" + Math.round(above * 100) + "%";
  }
}
