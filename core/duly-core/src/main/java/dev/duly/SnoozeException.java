package dev.duly;

import dev.duly.job.DulyException;
import java.time.Duration;

/**
 * Thrown by a handler: not now, try again after the delay. Uses no attempt; the 21st in a row does.
 */
public class SnoozeException extends DulyException {
  private final Duration delay;

  /**
   * The job is due again after this delay, at most 3,650 days.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public SnoozeException(Duration delay) {
    this(delay, "snoozed for " + delay);
  }

  SnoozeException(Duration delay, String message) {
    super(message);
    if (delay.isNegative()) {
      throw new IllegalArgumentException("a delay must not be negative, was " + delay);
    }
    this.delay = delay;
  }

  /** How long until the job is due again. */
  public Duration delay() {
    return delay;
  }
}
