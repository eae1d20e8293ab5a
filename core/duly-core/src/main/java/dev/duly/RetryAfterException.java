package dev.duly;

import java.time.Duration;

/**
 * Thrown by a handler whose counterpart said when to come back. Uses no attempt; the 21st in a row
 * does (rule R2).
 */
public class RetryAfterException extends SnoozeException {
  public RetryAfterException(Duration delay) {
    super(delay, "told to come back after " + delay);
  }
}
