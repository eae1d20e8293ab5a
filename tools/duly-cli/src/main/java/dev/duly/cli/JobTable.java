package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.JobView;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.Globals;
import dev.duly.cli.command.Output;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.monitor.Ago;
import dev.duly.monitor.Units;
import dev.duly.wire.JobJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Jobs as a table. */
final class JobTable {
  private JobTable() {}

  /** One page, and on standard error how to get the next. */
  static void print(Globals globals, Function<Backend, JobView> jobs, JobQuery query) {
    JobPage page = page(globals, jobs, query);
    print(globals.output(), page.jobs());
    tellOfMore(page);
  }

  /** The ids of one page alone, one a line. */
  static void printIds(Globals globals, Function<Backend, JobView> jobs, JobQuery query) {
    JobPage page = page(globals, jobs, query);
    page.jobs().forEach(job -> System.out.println(job.job().id()));
    tellOfMore(page);
  }

  private static JobPage page(Globals globals, Function<Backend, JobView> jobs, JobQuery query) {
    try (Backend backend = globals.openExisting()) {
      return jobs.apply(backend).list(query);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--after: " + e.getMessage());
    }
  }

  private static void tellOfMore(JobPage page) {
    page.next().ifPresent(next -> System.err.println("there are more: --after " + next));
  }

  static void print(Output output, List<JobRecord> jobs) {
    Instant now = Instant.now();
    List<List<String>> rows = new ArrayList<>();
    for (JobRecord r : jobs) {
      rows.add(
          List.of(
              r.job().id().value(),
              r.job().type(),
              r.job().queue(),
              state(r, now),
              Units.runs(r),
              Ago.of(r.job().createdAt(), now),
              why(r)));
    }
    output.many(
        List.of("ID", "TYPE", "QUEUE", "STATE", "ATTEMPTS", "CREATED", ""),
        rows,
        jobs.stream().map(JobJson::of));
  }

  private static String state(JobRecord r, Instant now) {
    boolean later = r.state() == JobState.WAITING && r.job().scheduledAt().isAfter(now);
    return later ? "waiting, " + Ago.of(r.job().scheduledAt(), now) : r.stateText();
  }

  private static String why(JobRecord r) {
    if (r.parkReason().isPresent()) {
      return "parked: " + r.parkReason().get();
    } else if (r.state() == JobState.COMPLETED) {
      return "";
    }
    return Stream.of(r.deadReason(), r.lastError().map(f -> firstLine(f.message())))
        .flatMap(Optional::stream)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(": "));
  }

  private static String firstLine(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.length() <= 80 ? line : line.substring(0, 79) + "…";
  }
}
