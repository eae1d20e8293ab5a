package dev.duly.lifecycle;

import dev.duly.job.Failure;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Turns a throwable into what is kept of it. Costs 16 to 25 us, so only what failed pays. */
final class FailureCapture {
  private static final int FRAMES_IN_FINGERPRINT = 5;
  private static final StackTraceElement[] NO_FRAMES = {};

  private FailureCapture() {}

  /**
   * What is kept of an error.
   *
   * @param type of the job: it tells errors without a stack apart
   */
  static Failure of(Throwable cause, String type) {
    String error = cause.getClass().getName();
    return new Failure(error, message(cause), stack(cause), fingerprint(cause, type));
  }

  /** The same, but under a name of ours, such as {@code timeout}. */
  static Failure of(String error, String message, Throwable cause) {
    return new Failure(error, message, stack(cause), error);
  }

  private static String message(Throwable cause) {
    return read(cause, Throwable::getMessage);
  }

  /** What the error calls itself, as {@link Throwable#toString} does. */
  static String text(Throwable cause) {
    return read(cause, Throwable::toString);
  }

  /** The same on one line, with the short name of its class. */
  static String line(Throwable cause) {
    String name = cause.getClass().getName();
    String message = message(cause).strip().replaceAll("\\s+", " ");
    return name.substring(name.lastIndexOf('.') + 1) + (message.isEmpty() ? "" : ": " + message);
  }

  /** An error's own code may fail, too, and must not be the end of its report. */
  private static String read(Throwable cause, Function<Throwable, @Nullable String> part) {
    try {
      String text = part.apply(cause);
      return text == null ? "" : text;
    } catch (RuntimeException | Error e) {
      return "(its own " + e.getClass().getName() + " kept it from being read)";
    }
  }

  private static String stack(Throwable cause) {
    Bounded text = new Bounded();
    PrintWriter out = new PrintWriter(text);
    try {
      cause.printStackTrace(out);
    } catch (RuntimeException | Error e) {
      for (StackTraceElement frame : frames(cause)) {
        out.println("\tat " + frame);
      }
    }
    return text.toString();
  }

  private static StackTraceElement[] frames(Throwable cause) {
    try {
      StackTraceElement @Nullable [] frames = cause.getStackTrace();
      return frames == null ? NO_FRAMES : frames;
    } catch (RuntimeException | Error e) {
      return NO_FRAMES;
    }
  }

  private static @Nullable Throwable causeOf(Throwable error) {
    try {
      return error.getCause();
    } catch (RuntimeException | Error e) {
      return null;
    }
  }

  /** Takes as much as a failure keeps, whatever an error has to say. */
  private static final class Bounded extends Writer {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(char[] chars, int from, int length) {
      int room = Failure.STACK_MAX + 1 - text.length();
      text.append(chars, from, Math.min(length, Math.max(0, room)));
    }

    @Override
    public void write(String string, int from, int length) {
      int room = Failure.STACK_MAX + 1 - text.length();
      text.append(string, from, from + Math.min(length, Math.max(0, room)));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
      return text.toString();
    }
  }

  /**
   * The error's classes and where it was thrown, with the line of the topmost frame alone: two
   * errors of one handler differ there, and other lines change when nothing else does. An error
   * without a stack is known by its message and the job's type.
   */
  private static String fingerprint(Throwable cause, String type) {
    CRC32C sum = new CRC32C();
    StackTraceElement[] top = frames(cause);
    update(sum, top.length == 0 ? type + " " + message(cause) : ":" + top[0].getLineNumber());
    int depth = 0;
    for (Throwable t = cause; t != null && depth < FRAMES_IN_FINGERPRINT; t = causeOf(t)) {
      update(sum, t.getClass().getName());
      StackTraceElement[] frames = frames(t);
      for (int i = 0; i < Math.min(frames.length, FRAMES_IN_FINGERPRINT); i++) {
        update(sum, frames[i].getClassName() + "." + frames[i].getMethodName());
      }
      depth++;
    }
    return String.format("%s-%08x", simpleName(cause), sum.getValue());
  }

  private static String simpleName(Throwable cause) {
    String name = cause.getClass().getName();
    return name.substring(1 + Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')));
  }

  private static void update(CRC32C sum, String text) {
    sum.update(text.getBytes(StandardCharsets.UTF_8));
  }
}
