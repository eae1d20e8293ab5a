package dev.duly.job;

import java.time.Duration;
import java.time.Instant;

/** When a job is to run: after a while by the engine's clock, or at an instant. */
public sealed interface Due {
  /** At once. */
  static Due now() {
    return new In(Duration.ZERO);
  }

  /** The engine adds its own now. */
  record In(Duration delay) implements Due {}

  /** A past instant means at once. */
  record At(Instant instant) implements Due {}

  /** The due time, by the engine's clock. */
  default Instant from(Instant now) {
    if (this instanceof In in) {
      return now.plus(in.delay());
    }
    return ((At) this).instant();
  }
}
