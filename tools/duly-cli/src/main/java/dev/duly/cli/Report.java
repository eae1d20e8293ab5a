package dev.duly.cli;

import dev.duly.Attempt;
import dev.duly.DeadLetterException;
import dev.duly.ResultHandler;
import dev.duly.cli.exec.ExecHandler;
import dev.duly.job.Payload;
import dev.duly.wire.Json;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** One line for each attempt that ends: for people, or as JSON for programs. Thread-safe. */
final class Report {
  private static final int SHOWN_MAX = 200;

  private final PrintStream out;
  private final boolean forPeople;

  Report(PrintStream out, boolean forPeople) {
    this.out = out;
    this.forPeople = forPeople;
  }

  ResultHandler<Payload, Payload> around(ExecHandler handler) {
    return (payload, attempt) -> {
      long start = System.nanoTime();
      try {
        ExecHandler.Answer answer = handler.run(payload, attempt);
        line("✔", "completed", attempt, start, answer.note());
        return answer.result();
      } catch (DeadLetterException e) {
        line("✖", "dead", attempt, start, String.valueOf(e.getMessage()));
        throw e;
      } catch (InterruptedException e) {
        line("■", "stopped", attempt, start, "stopped");
        throw e;
      } catch (Exception e) {
        String outcome = attempt.isLast() ? "dead" : "retry";
        line(attempt.isLast() ? "✖" : "↻", outcome, attempt, start, String.valueOf(e.getMessage()));
        throw e;
      }
    };
  }

  private void line(String mark, String outcome, Attempt attempt, long start, String said) {
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    if (forPeople) {
      out.println(
          mark
              + " "
              + attempt.job().type()
              + " "
              + attempt.id()
              + "  attempt "
              + attempt.number()
              + "/"
              + attempt.job().maxAttempts()
              + "  "
              + millis
              + " ms"
              + (said.isEmpty() ? "" : "  " + cut(said)));
      return;
    }
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("id", attempt.id().value());
    record.put("type", attempt.job().type());
    record.put("attempt", attempt.number());
    record.put("outcome", outcome);
    record.put("ms", millis);
    record.put("said", said);
    out.println(Json.line(record));
  }

  private static String cut(String text) {
    String line = text.replace('\n', ' ');
    return line.length() <= SHOWN_MAX ? line : line.substring(0, SHOWN_MAX) + "…";
  }
}
