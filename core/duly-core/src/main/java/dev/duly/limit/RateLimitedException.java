package dev.duly.limit;

import dev.duly.job.DulyException;
import java.time.Duration;

/**
 * Thrown by a handler that was told to slow down, as by an answer 429: no job of its group key, or
 * without one of its queue, starts until the delay is over, and then it runs again. Uses no
 * attempt, and counts in no streak. On a backend without limits it holds this job alone.
 */
public class RateLimitedException extends DulyException {
  private final Duration delay;

  /**
   * The key or the queue is held for this delay, at most 3,650 days.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public RateLimitedException(Duration delay) {
    super("rate limited for " + delay);
    if (delay.isNegative()) {
      throw new IllegalArgumentException("a delay must not be negative, was " + delay);
    }
    this.delay = delay;
  }

  /** How long nothing of its key or queue starts. */
  public Duration delay() {
    return delay;
  }
}
