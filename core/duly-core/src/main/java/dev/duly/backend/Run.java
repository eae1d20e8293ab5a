package dev.duly.backend;

import java.time.Duration;

/**
 * How long a started handler took. A time below zero counts as none, one over 100 years as those.
 *
 * @param waited from the claim to the start
 * @param ran from the start to the end
 * @param late it returned normally after its timeout (rule T1)
 * @param notes what it said that has not been sent yet
 */
public record Run(Duration waited, Duration ran, boolean late, Notes notes) {
  private static final Duration LONGEST = Duration.ofDays(36_500);

  public static final Run INSTANT = new Run(Duration.ZERO, Duration.ZERO, false);

  public Run {
    waited = bounded(waited);
    ran = bounded(ran);
  }

  /** One that said nothing. */
  public Run(Duration waited, Duration ran, boolean late) {
    this(waited, ran, late, Notes.NONE);
  }

  private static Duration bounded(Duration time) {
    return time.isNegative() ? Duration.ZERO : time.compareTo(LONGEST) > 0 ? LONGEST : time;
  }
}
