package dev.duly.job;

import java.util.Optional;

/** A job became a dead letter, so that it has no result. */
public final class JobDiedException extends DulyException {
  private final transient JobRef job;
  private final transient Optional<Failure> failure;

  /**
   * A job.
   *
   * @param reason such as {@code exhausted}
   * @param failure the latest
   */
  public JobDiedException(JobRef job, String reason, Optional<Failure> failure) {
    super(
        "job "
            + job
            + " is a dead letter ("
            + reason
            + ")"
            + failure.map(last -> ": " + last.error() + ": " + last.message()).orElse("")
            + ". It waits to be fixed and retried: duly dlq show "
            + job.id());
    this.job = job;
    this.failure = failure;
  }

  /** Which. */
  public JobRef job() {
    return job;
  }

  /** Its latest failure, if it failed. */
  public Optional<Failure> failure() {
    return failure;
  }
}
