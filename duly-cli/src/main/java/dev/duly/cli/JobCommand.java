package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.Inspector;
import dev.duly.backend.QueueRecord;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "job",
    mixinStandardHelpOptions = true,
    description = "Shows jobs and acts on them.",
    footer = {"", "Example:", "  duly job ls state:retrying"})
final class JobCommand {
  @ParentCommand Main main;

  @Command(
      name = "ls",
      mixinStandardHelpOptions = true,
      description = "Lists jobs, the newest first.",
      footer = {
        "",
        "Examples:",
        "  duly job ls",
        "  duly job ls 'state:completed queue:email' --limit 50",
        "  duly job ls 'state:retrying error:SocketTimeout* age:>1h payload.user.plan:gold'"
      })
  int ls(
      @Parameters(arity = "0..*", paramLabel = "QUERY", description = QueryText.EXAMPLES)
          @Nullable List<String> query,
      @Option(names = "--limit", defaultValue = "20", description = "1 to 1000 (default: 20)")
          int limit,
      @Option(names = "--after", description = "go on after the page that said so")
          @Nullable String after) {
    JobTable.print(main.globals, QueryText.query(QueryText.filter(query), limit, after));
    return Exit.OK;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows everything about one job.",
      footer = {"", "Example:", "  duly job show job_01hqz…"})
  int show(@Parameters(paramLabel = "ID") String id) {
    try (Backend backend = main.globals.openExisting()) {
      show(main.globals.output(), inspector(backend), id);
    }
    return Exit.OK;
  }

  @Command(
      name = "explain",
      mixinStandardHelpOptions = true,
      description = "Says why a job is where it is, and which command would move it.",
      footer = {"", "Example:", "  duly job explain job_01hqz…"})
  int explain(@Parameters(paramLabel = "ID") String id) {
    try (Backend backend = main.globals.openExisting()) {
      JobRecord job = require(inspector(backend), id);
      List<String> lines = explanation(inspector(backend), job);
      Map<String, Object> record = new LinkedHashMap<>();
      record.put("id", job.job().id().value());
      record.put("state", job.state().text());
      record.put("because", lines);
      main.globals.output().one(String.join("\n", lines), record);
    }
    return Exit.OK;
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = "Cancels waiting jobs; asks running ones to stop.",
      footer = {"", "Example:", "  duly job cancel job_01hqz…"})
  int cancel(@Parameters(arity = "1..*", paramLabel = "ID") List<String> ids) {
    return Acts.on(
        main.globals, "cancelled", ids, (operator, jobs) -> operator.cancel(jobs, Who.am()));
  }

  @Command(
      name = "retry",
      mixinStandardHelpOptions = true,
      description = "Puts dead or cancelled jobs back in their queue with a fresh budget.",
      footer = {"", "Example:", "  duly job retry job_01hqz…"})
  int retry(@Parameters(arity = "1..*", paramLabel = "ID") List<String> ids) {
    return Acts.on(
        main.globals, "requeued", ids, (operator, jobs) -> operator.requeue(jobs, Who.am()));
  }

  @Command(
      name = "edit",
      mixinStandardHelpOptions = true,
      description = "Changes the payload of a job that is neither running nor completed.",
      footer = {
        "",
        "Examples:",
        "  duly job edit job_01hqz… '{\"to\":\"a@b.no\"}'",
        "  duly job edit job_01hqz… @payload.json"
      })
  int edit(
      @Parameters(index = "0", paramLabel = "ID") String id,
      @Parameters(index = "1", paramLabel = "JSON|@FILE") String payload)
      throws IOException {
    return Acts.edit(main.globals, id, payload);
  }

  /** Why it is where it is, and what would move it. */
  static List<String> explanation(Inspector inspector, JobRecord job) {
    QueueRecord queue =
        inspector.queues().stream()
            .filter(q -> q.queue().equals(job.job().queue()))
            .findFirst()
            .orElseThrow();
    return Explanation.of(
        job,
        queue,
        inspector.pausedTypes().contains(job.job().type()),
        inspector.ahead(job.job().id()),
        Instant.now());
  }

  static void show(Output output, Inspector inspector, String id) {
    JobRecord job = require(inspector, id);
    Map<String, Object> json = JobJson.of(job, inspector.attempts(job.job().id()));
    output.one(JobCard.text(job, inspector.attempts(job.job().id())), json);
  }

  private static JobRecord require(Inspector inspector, String id) {
    return inspector
        .find(id(id))
        .orElseThrow(() -> Trouble.notFound("there is no job " + id + ". See: duly job ls"));
  }

  static JobId id(String text) {
    try {
      return new JobId(text);
    } catch (IllegalArgumentException e) {
      throw Trouble.usage(String.valueOf(e.getMessage()));
    }
  }

  static Inspector inspector(Backend backend) {
    return backend.rooms().inspector().orElseThrow();
  }
}
