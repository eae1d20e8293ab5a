package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.JobView;
import dev.duly.backend.room.QueueRecord;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.CurrentUser;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Offered;
import dev.duly.cli.command.Output;
import dev.duly.cli.job.JobAddress;
import dev.duly.cli.job.JobCard;
import dev.duly.cli.job.JobLog;
import dev.duly.cli.job.JobWait;
import dev.duly.cli.job.QueryText;
import dev.duly.job.Due;
import dev.duly.job.DurationText;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.monitor.Explanation;
import dev.duly.monitor.LimitReasons;
import dev.duly.monitor.Proposal;
import dev.duly.wire.JobJson;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "job",
    mixinStandardHelpOptions = true,
    description = "Shows jobs and acts on them.",
    footer = {
      "",
      "On Redis each queue has its own ids. An id that is in several queues is named with its queue: QUEUE/ID.",
      "",
      "Example:",
      "  duly job ls state:retrying"
    })
final class JobCommand {
  private static final String ACTED_ON = "ids, or a query: " + QueryText.EXAMPLES;

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
      @Option(
              names = "--after",
              description = "continue after this cursor (printed by the previous page)")
          @Nullable String after,
      @Option(names = "--ids", description = "their ids alone, one a line: for a script")
          boolean ids) {
    JobQuery asked = QueryText.query(QueryText.filter(query), limit, after);
    if (ids) {
      JobTable.printIds(main.globals, Offered::inspector, asked);
    } else {
      JobTable.print(main.globals, Offered::inspector, asked);
    }
    return Exit.OK;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows everything about one job.",
      footer = {"", "Example:", "  duly job show job_01hqz…"})
  int show(@Parameters(paramLabel = "ID") String id) {
    try (Backend backend = main.globals.openExisting()) {
      show(main.globals.output(), Offered.inspector(backend), id);
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
      JobRecord job = require(Offered.inspector(backend), id);
      List<String> lines = explanation(backend, job, main.globals.proposal());
      Map<String, Object> record = new LinkedHashMap<>();
      record.put("id", job.job().id().value());
      record.put("state", job.stateText());
      record.put("because", lines);
      main.globals.output().one(String.join("\n", lines), record);
    }
    return Exit.OK;
  }

  @Command(
      name = "logs",
      mixinStandardHelpOptions = true,
      description = "Prints what the handlers of a job said.",
      footer = {
        "",
        "The last 1,000 lines of a job are kept. A handler adds one with attempt.log(..).",
        "",
        "Example:",
        "  duly job logs -f job_01hqz…"
      })
  int logs(
      @Parameters(paramLabel = "ID") String id,
      @Option(
              names = {"-f", "--follow"},
              description = "and what comes, until the job is over")
          boolean follow) {
    try (Backend backend = main.globals.openExisting()) {
      JobRef job = require(Offered.inspector(backend), id).ref();
      JobLog log = new JobLog(Offered.results(backend), job, main.globals.output());
      log.print();
      if (follow) {
        log.follow();
      }
    }
    return Exit.OK;
  }

  @Command(
      name = "wait",
      mixinStandardHelpOptions = true,
      description = "Waits until jobs are over, and tells how each ended.",
      footer = {
        "",
        "Ends with 0 if all completed, with 1 if one died, was cancelled or deleted, with 124 if the time is over.",
        "",
        "Example:",
        "  duly job wait job_01hqz… --timeout 30s"
      })
  int await(
      @Parameters(arity = "1..*", paramLabel = "ID") List<String> ids,
      @Option(
              names = "--timeout",
              paramLabel = "TIME",
              description = "such as 30s or 10m (default: as long as it takes)")
          @Nullable String timeout) {
    Optional<Duration> max = Optional.ofNullable(timeout).map(t -> time("--timeout", t));
    try (Backend backend = main.globals.openExisting()) {
      List<JobRef> jobs =
          ids.stream().map(id -> require(Offered.inspector(backend), id).ref()).toList();
      return JobWait.until(Offered.results(backend), jobs, max, main.globals.output());
    }
  }

  /** A time that a person wrote. */
  static Duration time(String option, String text) {
    try {
      return DurationText.parse(text);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(option + " " + e.getMessage());
    }
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = "Cancels waiting jobs; asks running ones to stop.",
      footer = {
        "",
        "The worker of a running job hears of it within a second, and interrupts the handler.",
        "",
        "Examples:",
        "  duly job cancel job_01hqz…",
        "  duly job cancel queue:rows --yes --expect 5000"
      })
  int cancel(
      @Parameters(arity = "1..*", paramLabel = "ID|QUERY", description = ACTED_ON)
          List<String> words,
      @Mixin Consent consent) {
    return act(
        "cancelled",
        words,
        consent,
        EnumSet.of(JobState.WAITING, JobState.RUNNING),
        (backend, jobs) -> Offered.operator(backend).cancel(jobs, CurrentUser.am()));
  }

  @Command(
      name = "retry",
      mixinStandardHelpOptions = true,
      description = "Puts dead or cancelled jobs back in their queue with a fresh set of attempts.",
      footer = {
        "",
        "Examples:",
        "  duly job retry job_01hqz…",
        "  duly job retry 'state:cancelled queue:rows' --yes"
      })
  int retry(
      @Parameters(arity = "1..*", paramLabel = "ID|QUERY", description = ACTED_ON)
          List<String> words,
      @Mixin Consent consent) {
    return act(
        "retried",
        words,
        consent,
        EnumSet.of(JobState.DEAD, JobState.CANCELLED),
        (backend, jobs) -> Offered.operator(backend).requeue(jobs, CurrentUser.am()));
  }

  @Command(
      name = "run-now",
      mixinStandardHelpOptions = true,
      description =
          "Makes waiting jobs due at once: scheduled ones, those that wait for a retry, parked ones.",
      footer = {
        "",
        "Examples:",
        "  duly job run-now job_01hqz…",
        "  duly job run-now 'state:retrying type:mail.*' --yes"
      })
  int runNow(
      @Parameters(arity = "1..*", paramLabel = "ID|QUERY", description = ACTED_ON)
          List<String> words,
      @Mixin Consent consent) {
    return act(
        "rescheduled",
        words,
        consent,
        EnumSet.of(JobState.WAITING),
        (backend, jobs) -> Offered.operator(backend).reschedule(jobs, Due.now(), CurrentUser.am()));
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description =
          "Deletes jobs that do not run, with their attempts; the audit keeps that it was done.",
      footer = {
        "",
        "Examples:",
        "  duly job delete job_01hqz…",
        "  duly job delete 'state:completed finished:<2026-01-01' --yes"
      })
  int delete(
      @Parameters(arity = "1..*", paramLabel = "ID|QUERY", description = ACTED_ON)
          List<String> words,
      @Mixin Consent consent) {
    return act(
        "deleted",
        words,
        consent,
        EnumSet.of(JobState.WAITING, JobState.COMPLETED, JobState.CANCELLED, JobState.DEAD),
        (backend, jobs) -> Offered.operator(backend).delete(jobs, CurrentUser.am()));
  }

  private int act(
      String done, List<String> words, Consent consent, Set<JobState> states, Acts.Act act) {
    return QueryText.isQuery(words)
        ? new ActsOnMany(main.globals, consent, done, states).on(QueryText.filter(words), act)
        : Acts.on(main.globals, Offered::inspector, done, words, act);
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
    return Acts.edit(
        main.globals,
        Offered::inspector,
        id,
        payload,
        (backend, job, edited) -> Offered.operator(backend).edit(job, edited, CurrentUser.am()));
  }

  /** Why it is where it is, and what would move it. */
  static List<String> explanation(Backend backend, JobRecord job, Proposal proposal) {
    Inspector inspector = Offered.inspector(backend);
    QueueRecord queue =
        inspector.queues().stream()
            .filter(q -> q.queue().equals(job.job().queue()))
            .findFirst()
            .orElseThrow();
    boolean typePaused = inspector.pausedTypes().contains(job.job().type());
    long ahead = inspector.ahead(job.ref());
    Instant now = Instant.now();
    List<String> limited = LimitReasons.of(job, backend.rooms().limits(), now);
    return Explanation.of(
        new Explanation.Subject(job, queue, typePaused, ahead, limited), now, proposal);
  }

  static void show(Output output, JobView jobs, String id) {
    JobRecord job = require(jobs, id);
    Map<String, Object> json = JobJson.of(job, jobs.attempts(job.ref()));
    output.one(JobCard.text(job, jobs.attempts(job.ref())), json);
  }

  private static JobRecord require(JobView jobs, String id) {
    return JobAddress.of(jobs, id)
        .flatMap(jobs::find)
        .orElseThrow(() -> CommandFailure.notFound("there is no job " + id + ". See: duly job ls"));
  }
}
