package dev.duly;

import org.jspecify.annotations.Nullable;

/** Thrown by a handler: this job can never succeed, put it into the dead letters now. */
public class DeadLetterException extends RuntimeException {
  public DeadLetterException(String message) {
    super(message);
  }

  public DeadLetterException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
