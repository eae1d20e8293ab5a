package dev.duly.job;

/**
 * How an attempt failed, as it is kept.
 *
 * @param error the error's class or kind, at most 200 characters
 * @param message at most 2,000 characters
 * @param stack at most 8,192 characters; empty if there is none
 * @param fingerprint the same for failures of the same kind, so that they can be counted and mended
 *     together
 */
public record Failure(String error, String message, String stack, String fingerprint) {
  public static final int ERROR_MAX = 200;
  public static final int MESSAGE_MAX = 2_000;
  public static final int STACK_MAX = 8_192;

  public Failure {
    error = cut(error, ERROR_MAX);
    message = cut(message, MESSAGE_MAX);
    stack = cut(stack, STACK_MAX);
  }

  /** A failure without a stack, whose kind alone is its fingerprint. */
  public static Failure of(String error, String message) {
    return new Failure(error, message, "", error);
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max - 1) + "…";
  }
}
