package dev.duly.cli.exec;

import dev.duly.DeadLetterException;
import java.io.PrintWriter;

/**
 * How a command failed. The message is its exit code and the last line of its standard error, which
 * is where most programs say it; the rest stands where an exception has its stack. Where in duly
 * this was thrown is of no use to anybody, so failures are grouped by type and message.
 */
final class ExecFailures {
  private static final int DATA_ERROR = 65;
  private static final int SIGNALS = 128;

  private ExecFailures() {}

  /** What this exit code means; 65 says that the data is bad. */
  static RuntimeException of(int exit, String log) {
    String what = exit > SIGNALS ? "killed by signal " + (exit - SIGNALS) : "exit code " + exit;
    String last = lastLine(log);
    String message = last.isEmpty() ? what : what + ": " + last;
    return exit == DATA_ERROR
        ? new ExecRejectedException(message, log)
        : new ExecFailedException(message, log);
  }

  private static String lastLine(String log) {
    return log.lines().map(String::strip).filter(line -> !line.isEmpty()).reduce("", (a, b) -> b);
  }

  /** The command failed; the job is tried again by its policy. */
  static final class ExecFailedException extends RuntimeException {
    private final transient String log;

    private ExecFailedException(String message, String log) {
      super(message, null, false, false);
      this.log = log;
    }

    @Override
    public void printStackTrace(PrintWriter out) {
      out.println(log.strip());
    }
  }

  /** The command said that the data is bad. */
  static final class ExecRejectedException extends DeadLetterException {
    private final transient String log;

    private ExecRejectedException(String message, String log) {
      super(message);
      setStackTrace(new StackTraceElement[0]);
      this.log = log;
    }

    @Override
    public void printStackTrace(PrintWriter out) {
      out.println(log.strip());
    }
  }
}
