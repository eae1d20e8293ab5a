package dev.duly;

import java.time.Duration;

/**
 * Thrown by a handler: not now, try again after the delay. Uses no attempt; the 21st in a row does
 * (rule R2).
 */
public class SnoozeException extends RuntimeException {
  private final Duration delay;

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

  public Duration delay() {
    return delay;
  }
}
