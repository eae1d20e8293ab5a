package dev.duly;

import dev.duly.backend.BackendException;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import java.util.List;

/**
 * The engine failed while jobs were enqueued. Enqueue the same {@link NewJob} objects again, or
 * jobs of these ids: each is there once.
 */
public final class EnqueueFailedException extends BackendException {
  private final transient List<JobId> ids;

  /** What is known of the jobs. */
  public enum Outcome {
    /** None of them is stored. */
    NOT_STORED,
    /** They may be stored, or may not. */
    UNKNOWN
  }

  EnqueueFailedException(List<EncodedJob> jobs, BackendException cause) {
    super(cause.kind(), String.valueOf(cause.getMessage()), cause);
    this.ids = jobs.stream().map(EncodedJob::id).toList();
  }

  /** Of the jobs, in the order in which they were given. */
  public List<JobId> ids() {
    return ids;
  }

  public Outcome outcome() {
    return kind() == Kind.UNKNOWN_OUTCOME ? Outcome.UNKNOWN : Outcome.NOT_STORED;
  }
}
