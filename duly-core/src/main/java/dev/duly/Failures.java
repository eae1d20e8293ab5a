package dev.duly;

import dev.duly.job.Failure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Turns a throwable into what is kept of it. Costs 16 to 25 us, so only what failed pays. */
final class Failures {
  private static final int FRAMES_IN_FINGERPRINT = 5;

  private Failures() {}

  static Failure of(Throwable cause) {
    String error = cause.getClass().getName();
    return new Failure(error, message(cause), stack(cause), fingerprint(cause));
  }

  /** The same, but under a name of ours, such as {@code timeout}. */
  static Failure of(String error, String message, Throwable cause) {
    return new Failure(error, message, stack(cause), error);
  }

  private static String message(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? "" : message;
  }

  private static String stack(Throwable cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /**
   * The error's classes and where it was thrown, without messages and line numbers: they change
   * when nothing else does.
   */
  private static String fingerprint(Throwable cause) {
    CRC32C sum = new CRC32C();
    int depth = 0;
    for (Throwable t = cause; t != null && depth < FRAMES_IN_FINGERPRINT; t = t.getCause()) {
      update(sum, t.getClass().getName());
      StackTraceElement[] frames = t.getStackTrace();
      for (int i = 0; i < Math.min(frames.length, FRAMES_IN_FINGERPRINT); i++) {
        update(sum, frames[i].getClassName() + "." + frames[i].getMethodName());
      }
      depth++;
    }
    return String.format("%s-%08x", cause.getClass().getSimpleName(), sum.getValue());
  }

  private static void update(CRC32C sum, String text) {
    sum.update(text.getBytes(StandardCharsets.UTF_8));
  }
}
