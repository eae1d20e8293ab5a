package dev.duly.backend;

import dev.duly.job.Job;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * A job in a worker's hands until it is settled or its lease ends.
 *
 * @param ref what its settlement and its extensions say of it
 * @param pool the demand it answers
 * @param cancelAsked a caller asked for the job to be cancelled
 * @param fence increases with every claim of the job, where the engine offers it (rule C3)
 */
public record Claim(
    ClaimRef ref, Job job, String pool, Duration lease, boolean cancelAsked, OptionalLong fence) {

  /** Whether its time to start has passed by the engine's clock (rule E7). */
  public boolean isExpired(Duration sinceClaim) {
    return job.expiresAt()
        .map(end -> !ref.claimedAt().plus(sinceClaim).isBefore(end))
        .orElse(false);
  }
}
