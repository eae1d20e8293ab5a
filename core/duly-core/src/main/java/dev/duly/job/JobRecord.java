package dev.duly.job;

import java.time.Instant;
import java.util.Optional;

/**
 * A job and what has happened to it, as people see it.
 *
 * @param lost leases lost in all
 * @param parkReason why it waits though it is due, if it was parked
 * @param startedAt when its latest claim began
 * @param leaseUntil when the running claim's lease ends
 * @param worker who runs it, or ran it last
 * @param lastError the latest failure
 * @param deadReason why it is a dead letter
 */
public record JobRecord(
    Job job,
    JobState state,
    int lost,
    boolean cancelRequested,
    Optional<ParkReason> parkReason,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    Optional<Instant> leaseUntil,
    Optional<String> worker,
    Optional<Failure> lastError,
    Optional<String> deadReason,
    Optional<Payload> result,
    Optional<JobId> copiedFrom) {

  /** Where it is stored. */
  public JobRef ref() {
    return job.ref();
  }

  public JobRecord withLastError(Optional<Failure> error) {
    return new JobRecord(
        job,
        state,
        lost,
        cancelRequested,
        parkReason,
        startedAt,
        finishedAt,
        leaseUntil,
        worker,
        error,
        deadReason,
        result,
        copiedFrom);
  }
}
