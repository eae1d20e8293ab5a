package dev.duly;

import java.time.Duration;

/**
 * Thrown by a handler whose counterpart said when to come back. Uses no attempt; the 21st in a row
 * does.
 */
public class RetryAfterException extends SnoozeException {
  /**
   * The job is due again after this delay, at most 3,650 days.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public RetryAfterException(Duration delay) {
    super(delay, "told to come back after " + delay);
  }
}
