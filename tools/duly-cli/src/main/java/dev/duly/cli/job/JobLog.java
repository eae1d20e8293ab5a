package dev.duly.cli.job;

import dev.duly.backend.room.EndWatch;
import dev.duly.backend.room.LogLine;
import dev.duly.backend.room.Results;
import dev.duly.cli.command.Output;
import dev.duly.job.JobRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints what a job's handlers said. */
public final class JobLog {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Results results;
  private final JobRef job;
  private final Output output;
  private List<LogLine> printed = List.of();

  public JobLog(Results results, JobRef job, Output output) {
    this.results = results;
    this.job = job;
    this.output = output;
  }

  /** What there is that was not printed before. */
  public void print() {
    List<LogLine> lines = results.log(job);
    lines.subList(known(lines), lines.size()).forEach(this::print);
    printed = lines;
  }

  /** And what comes, until the job is over. */
  public void follow() {
    try (EndWatch watch = results.watch()) {
      boolean over;
      do {
        over = !watch.ended(List.of(job), LOOK).isEmpty();
        print();
      } while (!over);
    }
  }

  /** So many of the first lines are the last of those that were printed: older ones may be gone. */
  private int known(List<LogLine> lines) {
    int most = Math.min(lines.size(), printed.size());
    for (int known = most; known > 0; known--) {
      if (lines.subList(0, known).equals(printed.subList(printed.size() - known, printed.size()))) {
        return known;
      }
    }
    return 0;
  }

  private void print(LogLine line) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("at", line.at().toString());
    record.put("text", line.text());
    String at = line.at() + "  ";
    output.one(at + line.text().replace("\n", "\n" + " ".repeat(at.length())), record);
  }
}
