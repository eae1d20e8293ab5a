package dev.duly.job;

/**
 * A job is not stored, or no more: it was deleted, kept for as long as such jobs are kept, or its
 * transaction has not committed.
 */
public final class JobNotStoredException extends DulyException {
  private final transient JobRef job;

  /** A job. */
  public JobNotStoredException(JobRef job) {
    super(
        "job "
            + job
            + " is not stored: it was deleted, or kept for as long as such jobs are kept, or its"
            + " transaction has not committed");
    this.job = job;
  }

  /** Which. */
  public JobRef job() {
    return job;
  }
}
