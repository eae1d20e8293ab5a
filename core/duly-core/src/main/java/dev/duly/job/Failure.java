package dev.duly.job;

/**
 * How an attempt failed, as it is kept: texts that are longer, or that no engine stores, are cut
 * and changed to fit.
 *
 * @param error the error's class or kind, at most 200 characters
 * @param message at most 2,000 characters
 * @param stack at most 8,192 characters; empty if there is none
 * @param fingerprint the same for failures of the same kind, so that they can be counted and fixed
 *     together; at most 200 characters
 */
public record Failure(String error, String message, String stack, String fingerprint) {
  public static final int ERROR_MAX = 200;
  public static final int MESSAGE_MAX = 2_000;
  public static final int STACK_MAX = 8_192;

  public Failure {
    error = StorableText.of(error, ERROR_MAX);
    message = StorableText.of(message, MESSAGE_MAX);
    stack = StorableText.of(stack, STACK_MAX);
    fingerprint = StorableText.of(fingerprint, ERROR_MAX);
  }

  /** A failure without a stack, whose kind alone is its fingerprint. */
  public static Failure of(String error, String message) {
    return new Failure(error, message, "", error);
  }
}
