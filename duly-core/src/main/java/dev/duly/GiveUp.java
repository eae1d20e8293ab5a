package dev.duly;

/** Which errors are not worth another try. Must not throw and has no effects. */
@FunctionalInterface
public interface GiveUp {
  GiveUp NEVER = cause -> false;

  boolean on(Throwable cause);

  default GiveUp or(GiveUp other) {
    return cause -> on(cause) || other.on(cause);
  }
}
