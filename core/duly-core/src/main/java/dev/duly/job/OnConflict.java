package dev.duly.job;

/** What becomes of a job whose unique key another job holds. */
public enum OnConflict {
  /** Nothing is stored; the answer names the holder. */
  RETURN_EXISTING,
  /**
   * A holder of the same type and queue that waits gets the new payload, due time and priority, and
   * stays the job that it is. A holder that has started stays as it is; so does one of another type
   * or queue, and the new job is refused.
   */
  REPLACE,
  /** Nothing is stored, and that is an error. */
  REJECT
}
