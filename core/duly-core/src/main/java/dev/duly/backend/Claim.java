package dev.duly.backend;

import dev.duly.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * A job in a worker's hands until it is settled or its lease ends.
 *
 * @param pool the demand it answers
 * @param claimedAt by the engine's clock
 * @param cancelAsked a caller asked for the job to be cancelled
 * @param fence increases with every claim of the job, where the engine offers it (rule C3)
 */
public record Claim(
    Job job,
    Token token,
    String pool,
    Instant claimedAt,
    Duration lease,
    boolean cancelAsked,
    OptionalLong fence) {

  /** Whether its time to start has passed by the engine's clock (rule E7). */
  public boolean isExpired(Duration sinceClaim) {
    return job.expiresAt().map(end -> !claimedAt.plus(sinceClaim).isBefore(end)).orElse(false);
  }
}
