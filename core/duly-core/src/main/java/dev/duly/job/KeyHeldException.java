package dev.duly.job;

/** A job's unique key is held by another job, and it was to be refused then. Nothing changed. */
public final class KeyHeldException extends DulyException {
  private final transient JobId holder;

  /**
   * A refused job.
   *
   * @param key as a message says it, with quotes, or {@code of this payload}
   * @param holder the job that holds it
   */
  public KeyHeldException(String key, JobId holder) {
    super("nothing was enqueued: job " + holder + " holds the unique key " + key);
    this.holder = holder;
  }

  /** The job that holds the key. */
  public JobId holder() {
    return holder;
  }
}
