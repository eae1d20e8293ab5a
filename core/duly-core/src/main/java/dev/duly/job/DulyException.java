package dev.duly.job;

import org.jspecify.annotations.Nullable;

/**
 * The root of what Duly throws that is not bad input: that is an {@link IllegalArgumentException},
 * and a call at the wrong time an {@link IllegalStateException}.
 */
public abstract class DulyException extends RuntimeException {
  protected DulyException(String message) {
    super(message);
  }

  protected DulyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
