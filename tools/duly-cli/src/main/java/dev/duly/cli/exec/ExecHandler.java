package dev.duly.cli.exec;

import dev.duly.Attempt;
import dev.duly.job.Job;
import dev.duly.job.Payload;
import dev.duly.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command for each job: the payload on its standard input, what it should know in its
 * environment, its answer in its exit code. Zero is success, and standard output, if it is JSON,
 * the result; 75 (EX_TEMPFAIL) and anything unknown is a retry; 65 (EX_DATAERR) goes to the dead
 * letters at once. Standard error passes through, is the job's log, and its end is kept with a
 * failure.
 */
public final class ExecHandler {
  // Read by every language's parser: three digits of a second, and the offset in numbers.
  private static final DateTimeFormatter DEADLINE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx").withZone(ZoneOffset.UTC);

  private final List<String> command;
  private final PrintStream err;
  private final int resultBytesMax;

  public ExecHandler(List<String> command, PrintStream err, int resultBytesMax) {
    this.command = command;
    this.err = err;
    this.resultBytesMax = resultBytesMax;
  }

  /**
   * What a command that succeeded said.
   *
   * @param note why there is no result though something was printed; may be empty
   */
  public record Answer(@Nullable Payload result, String note) {}

  public Answer run(Payload payload, Attempt attempt) throws Exception {
    ProcessTree tree = start(attempt);
    Process process = tree.process();
    ProcessOutput out = new ProcessOutput(process.getInputStream(), null);
    ExecLog lines = new ExecLog(err, attempt::log);
    ProcessOutput log = new ProcessOutput(process.getErrorStream(), lines);
    try (lines) {
      feed(process, payload);
      int exit = process.waitFor();
      tree.ended();
      out.awaitEnd();
      log.awaitEnd();
      if (exit != 0) {
        throw ExecFailures.of(exit, log.text());
      }
      return answer(out);
    } finally {
      tree.end();
    }
  }

  private ProcessTree start(Attempt attempt) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    Job job = attempt.job();
    Map<String, String> env = builder.environment();
    env.put("DULY_JOB_ID", job.id().value());
    env.put("DULY_JOB_TYPE", job.type());
    env.put("DULY_QUEUE", job.queue());
    env.put("DULY_ATTEMPT", Integer.toString(attempt.number()));
    env.put("DULY_MAX_ATTEMPTS", Integer.toString(job.maxAttempts()));
    env.put("DULY_DEADLINE", DEADLINE.format(Instant.now().plus(attempt.remaining())));
    @Nullable String trace = job.labels().headers().get("traceparent");
    if (trace != null) {
      env.put("TRACEPARENT", trace);
    }
    return ProcessTree.start(builder);
  }

  private static void feed(Process process, Payload payload) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(payload.bytes());
    } catch (IOException e) {
      // It does not read its input: its right, its exit code tells.
    }
  }

  private Answer answer(ProcessOutput out) {
    String text = out.text().strip();
    if (text.isEmpty()) {
      return new Answer(null, "");
    } else if (out.isCut()) {
      return new Answer(null, "no result: standard output is too long");
    } else if (!Json.isValid(text)) {
      return new Answer(null, "no result: standard output is not one JSON value");
    }
    Payload result = Payload.json(text);
    return result.size() > resultBytesMax
        ? new Answer(null, "no result: " + result.size() + " bytes, the limit is " + resultBytesMax)
        : new Answer(result, text);
  }
}
