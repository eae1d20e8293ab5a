package dev.duly.backend;

import dev.duly.job.DulyException;
import dev.duly.job.JobId;

/**
 * The one place where losing a claim is an exception: inside the caller's transaction, which must
 * not commit (rule S5).
 */
public final class ClaimLostException extends DulyException {
  public ClaimLostException(JobId id) {
    super(
        id
            + ": its claim is no longer current, another worker has the job. Let this exception roll"
            + " the transaction back.");
  }
}
