package dev.duly;

import dev.duly.job.DulyException;
import org.jspecify.annotations.Nullable;

/** Thrown by a handler: this job can never succeed, put it into the dead letters now. */
public class DeadLetterException extends DulyException {
  /** With a message that says why; it is kept with the dead letter. */
  public DeadLetterException(String message) {
    super(message);
  }

  /** With a message and the error behind it; both are kept with the dead letter. */
  public DeadLetterException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
