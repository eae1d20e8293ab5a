package dev.duly.job;

/**
 * A job is not stored, or no more: it was never enqueued, its transaction has not committed, or it
 * was deleted, by a person or when its time to be kept was over.
 */
public final class JobNotStoredException extends DulyException {
  private final transient JobRef job;

  /** A job. */
  public JobNotStoredException(JobRef job) {
    super(
        "job "
            + job
            + " is not stored: it was never enqueued, its transaction has not committed, or it was"
            + " deleted, by a person or when its time to be kept was over");
    this.job = job;
  }

  /** Which. */
  public JobRef job() {
    return job;
  }
}
