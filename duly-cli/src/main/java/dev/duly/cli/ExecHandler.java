package dev.duly.cli;

import dev.duly.Attempt;
import dev.duly.DeadLetterException;
import dev.duly.Handler;
import dev.duly.job.Job;
import dev.duly.job.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command for each job: the payload on its standard input, what it should know in its
 * environment, its answer in its exit code. Zero is success, and standard output, if it is JSON,
 * the result; 75 (EX_TEMPFAIL) and anything unknown is a retry; 65 (EX_DATAERR) goes to the dead
 * letters at once. Standard error passes through, and its end is kept with a failure.
 */
final class ExecHandler implements Handler.Computing<Payload, Payload> {
  private static final int DATA_ERROR = 65;
  private static final int SIGNALS = 128;
  private static final int OUTPUT_BYTES_MAX = 64 * 1024;
  private static final int LOG_SHOWN_MAX = 1_500;
  private static final long TERM_SECONDS = 10;

  private final List<String> command;
  private final PrintStream err;

  ExecHandler(List<String> command, PrintStream err) {
    this.command = command;
    this.err = err;
  }

  @Override
  public @Nullable Payload handle(Payload payload, Attempt attempt) throws Exception {
    Process process = start(attempt);
    Tail out = new Tail(process.getInputStream(), null);
    Tail log = new Tail(process.getErrorStream(), err);
    try {
      out.start();
      log.start();
      feed(process, payload);
      int exit = process.waitFor();
      out.join();
      log.join();
      return result(exit, out, log);
    } finally {
      end(process);
    }
  }

  private Process start(Attempt attempt) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    Job job = attempt.job();
    Map<String, String> env = builder.environment();
    env.put("DULY_JOB_ID", job.id().value());
    env.put("DULY_JOB_TYPE", job.type());
    env.put("DULY_QUEUE", job.queue());
    env.put("DULY_ATTEMPT", Integer.toString(attempt.number()));
    env.put("DULY_MAX_ATTEMPTS", Integer.toString(job.maxAttempts()));
    env.put("DULY_DEADLINE", Instant.now().plus(attempt.remaining()).toString());
    @Nullable String trace = job.labels().headers().get("traceparent");
    if (trace != null) {
      env.put("TRACEPARENT", trace);
    }
    return builder.start();
  }

  private static void feed(Process process, Payload payload) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(payload.bytes());
    } catch (IOException e) {
      // It does not read its input: its right, its exit code tells.
    }
  }

  private static @Nullable Payload result(int exit, Tail out, Tail log) {
    if (exit == 0) {
      String text = out.text().strip();
      return !out.isCut() && Json.isValid(text) ? Payload.json(text) : null;
    }
    String said = log.text().strip();
    String tail =
        said.length() <= LOG_SHOWN_MAX ? said : "…" + said.substring(said.length() - LOG_SHOWN_MAX);
    String what = exit > SIGNALS ? "killed by signal " + (exit - SIGNALS) : "exit code " + exit;
    String message = tail.isEmpty() ? what : what + ": " + tail;
    throw exit == DATA_ERROR
        ? new ExecRejectedException(message)
        : new ExecFailedException(message);
  }

  /** The whole tree: politely, then not. */
  private static void end(Process process) {
    if (!process.isAlive()) {
      return;
    }
    List<ProcessHandle> tree = process.descendants().toList();
    tree.forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (process.waitFor(TERM_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tree.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /**
   * The command failed; the job is tried again by its policy. Where in duly this was thrown is of
   * no use to anybody.
   */
  static final class ExecFailedException extends RuntimeException {
    ExecFailedException(String message) {
      super(message, null, false, false);
    }
  }

  /** The command said that the data is bad. */
  static final class ExecRejectedException extends DeadLetterException {
    ExecRejectedException(String message) {
      super(message);
      setStackTrace(new StackTraceElement[0]);
    }
  }

  /** Reads a stream to its end, keeps the last 64 KiB, and passes it on. */
  private static final class Tail extends Thread {
    private final InputStream in;
    private final @Nullable PrintStream copy;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean cut;

    Tail(InputStream in, @Nullable PrintStream copy) {
      super("duly-exec-output");
      setDaemon(true);
      this.in = in;
      this.copy = copy;
    }

    @Override
    public void run() {
      byte[] buffer = new byte[8_192];
      try {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          keep(buffer, n);
          if (copy != null) {
            copy.write(buffer, 0, n);
            copy.flush();
          }
        }
      } catch (IOException e) {
        // The process was ended while it was writing.
      }
    }

    private void keep(byte[] buffer, int n) {
      kept.write(buffer, 0, n);
      if (kept.size() > 2 * OUTPUT_BYTES_MAX) {
        byte[] all = kept.toByteArray();
        kept.reset();
        kept.write(all, all.length - OUTPUT_BYTES_MAX, OUTPUT_BYTES_MAX);
        cut = true;
      }
    }

    boolean isCut() {
      return cut;
    }

    String text() {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }
}
