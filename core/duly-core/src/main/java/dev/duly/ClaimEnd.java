package dev.duly;

import dev.duly.job.Job;
import java.time.Duration;
import java.util.Optional;

/**
 * How a claim of a job ended, as the store has it.
 *
 * @param job as it was when it was claimed
 * @param worker that held it
 * @param waited from the claim to the handler's start; zero if that was not started
 * @param ran how long the handler took; empty if it was not started
 * @param delay until the job is due again; empty if it is over
 * @param cause what the handler threw, if it did
 */
public record ClaimEnd(
    Job job,
    String worker,
    Kind kind,
    Duration waited,
    Optional<Duration> ran,
    Optional<Duration> delay,
    Optional<Throwable> cause) {
  /** What became of the job. */
  public enum Kind {
    COMPLETED,
    /** It failed and will be tried again. */
    RETRIED,
    /** It was given back without an attempt used: snoozed, parked, or its worker stops. */
    RELEASED,
    CANCELLED,
    /** It failed for good. */
    DEAD
  }
}
