package dev.duly.job;

/** A job was cancelled, so that it has no result. */
public final class JobCancelledException extends DulyException {
  private final transient JobRef job;

  /**
   * A job.
   *
   * @param reason such as {@code expired}, or by whom; empty if none is known
   */
  public JobCancelledException(JobRef job, String reason) {
    super("job " + job + " was cancelled" + (reason.isEmpty() ? "" : ": " + reason));
    this.job = job;
  }

  /** Which. */
  public JobRef job() {
    return job;
  }
}
