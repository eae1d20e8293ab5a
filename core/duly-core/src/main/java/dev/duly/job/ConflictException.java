package dev.duly.job;

/** The id of a new job is taken by a job of other content. Nothing changed. */
public final class ConflictException extends DulyException {
  private final transient JobId holder;

  /** A job whose id is taken. */
  public ConflictException(JobId holder) {
    super(
        "nothing was enqueued: job "
            + holder
            + " exists with another type, queue or payload. Choose another id.");
    this.holder = holder;
  }

  /** The id, which a job of other content has. */
  public JobId holder() {
    return holder;
  }
}
