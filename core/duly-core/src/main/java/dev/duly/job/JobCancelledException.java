package dev.duly.job;

import java.util.Set;

/** A job was cancelled, so that it has no result. */
public final class JobCancelledException extends DulyException {
  private static final Set<String> SAYS_NOTHING = Set.of("", "cancelled");
  private final transient JobRef job;

  /**
   * A job.
   *
   * @param reason such as {@code expired}, or by whom; empty if none is known
   */
  public JobCancelledException(JobRef job, String reason) {
    super("job " + job + " was cancelled" + (SAYS_NOTHING.contains(reason) ? "" : ": " + reason));
    this.job = job;
  }

  /** Which. */
  public JobRef job() {
    return job;
  }
}
