package dev.duly.backend;

import java.time.Duration;

/**
 * How long a started handler took.
 *
 * @param waited from the claim to the start
 * @param ran from the start to the end
 * @param late it returned normally after its timeout (rule T1)
 */
public record Run(Duration waited, Duration ran, boolean late) {
  public static final Run INSTANT = new Run(Duration.ZERO, Duration.ZERO, false);
}
