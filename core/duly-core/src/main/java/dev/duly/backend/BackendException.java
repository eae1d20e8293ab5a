package dev.duly.backend;

import org.jspecify.annotations.Nullable;

/** The engine failed or cannot be reached. The message names the backend and the verb. */
public class BackendException extends RuntimeException {
  public BackendException(String message) {
    super(message);
  }

  public BackendException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
