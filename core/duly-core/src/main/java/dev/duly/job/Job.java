package dev.duly.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A job as a worker gets it.
 *
 * @param attempts used up so far; the running attempt's number is one more
 * @param maxAttempts the budget
 * @param retry the policy's text form, stamped at enqueue
 * @param timeout how long an attempt may run
 * @param scheduledAt the due time
 * @param expiresAt not started by then, never started
 */
public record Job(
    JobId id,
    String type,
    String queue,
    Priority priority,
    Payload payload,
    int attempts,
    int maxAttempts,
    String retry,
    Duration timeout,
    Instant createdAt,
    Instant scheduledAt,
    Optional<Instant> expiresAt,
    Streaks streaks,
    Labels labels) {

  /** Where it is stored. */
  public JobRef ref() {
    return new JobRef(queue, id);
  }

  /** The number of the attempt that runs or would run next, from 1. */
  public int attempt() {
    return attempts + 1;
  }

  /** Whether the next failure is the last. */
  public boolean isLastAttempt() {
    return attempt() >= maxAttempts;
  }
}
