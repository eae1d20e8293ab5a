package dev.duly.backend;

import dev.duly.job.DulyException;
import org.jspecify.annotations.Nullable;

/** The engine failed or cannot be reached. The message names the backend and the verb. */
public class BackendException extends DulyException {
  private final Kind kind;

  /** What a failure means for what was sent. */
  public enum Kind {
    /** Nothing was done. The same may succeed later, or when a person has seen to the engine. */
    TRANSIENT,
    /** What was done is not known. The same again does it once (rules E3, S2 and C10). */
    UNKNOWN_OUTCOME,
    /** What was sent is at fault: the same would fail again. */
    PERMANENT
  }

  /** Of which nothing is known. */
  public BackendException(String message) {
    this(Kind.UNKNOWN_OUTCOME, message, null);
  }

  /** Of which nothing is known but its cause. */
  public BackendException(String message, @Nullable Throwable cause) {
    this(Kind.UNKNOWN_OUTCOME, message, cause);
  }

  public BackendException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
