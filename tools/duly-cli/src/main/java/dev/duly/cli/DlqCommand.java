package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.Capabilities;
import dev.duly.backend.room.Acted;
import dev.duly.backend.room.Count;
import dev.duly.backend.room.DeadJob;
import dev.duly.backend.room.DeadLetters;
import dev.duly.backend.room.JobQuery;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.CurrentUser;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Offered;
import dev.duly.cli.job.JobAddress;
import dev.duly.cli.job.JobWords;
import dev.duly.cli.job.LetterImport;
import dev.duly.cli.job.QueryText;
import dev.duly.cli.picture.Pages;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import dev.duly.query.JobFilter;
import dev.duly.wire.DeadLetterLines;
import dev.duly.wire.JobJson;
import dev.duly.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "dlq",
    mixinStandardHelpOptions = true,
    description = "The dead letters: what failed for good.",
    footer = {
      "",
      "On Redis each queue has its own ids. An id that is in several queues is named with its queue: QUEUE/ID.",
      "",
      "Example:",
      "  duly dlq ls"
    })
final class DlqCommand {
  private static final int COUNTED_MAX = 10_000;
  private static final int EXPORTED_AT_ONCE = 100; // with their payloads

  @ParentCommand Main main;

  @Command(
      name = "ls",
      mixinStandardHelpOptions = true,
      description = "Lists dead letters, the latest death first.",
      footer = {"", "Examples:", "  duly dlq ls", "  duly dlq ls 'type:mail.* error:IOException'"})
  int ls(
      @Parameters(arity = "0..*", paramLabel = "QUERY", description = QueryText.EXAMPLES)
          @Nullable List<String> query,
      @Option(names = "--limit", defaultValue = "20", description = "1 to 1000 (default: 20)")
          int limit,
      @Option(
              names = "--after",
              description = "continue after this cursor (printed by the previous page)")
          @Nullable String after) {
    JobTable.print(main.globals, Offered::deadLetters, QueryText.query(dead(query), limit, after));
    return Exit.OK;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows a dead letter: its payload, its error, every attempt.",
      footer = {"", "Example:", "  duly dlq show job_01hqz…"})
  int show(@Parameters(paramLabel = "ID") String id) {
    requireDead(id);
    try (Backend backend = main.globals.openExisting()) {
      JobCommand.show(main.globals.output(), Offered.deadLetters(backend), id);
    }
    return Exit.OK;
  }

  @Command(
      name = "retry",
      mixinStandardHelpOptions = true,
      description =
          "Puts dead letters back in their queue: the same jobs, with their attempts reset.",
      footer = {
        "",
        "Examples:",
        "  duly dlq retry job_01hqz…",
        "  duly dlq retry job_01hqz… --payload '{\"to\":\"a@b.no\"}'",
        "  duly dlq retry type:mail.welcome",
        "  duly dlq retry --all"
      })
  int retry(
      @Parameters(
              arity = "0..*",
              paramLabel = "ID|QUERY",
              description = "ids, or words like type:mail")
          @Nullable List<String> words,
      @Option(names = "--all", description = "every dead letter") boolean all,
      @Option(
              names = "--payload",
              paramLabel = "JSON|@FILE",
              description = "with another payload; for one id")
          @Nullable String payload)
      throws IOException {
    if (payload != null) {
      return retryEdited(words == null ? List.of() : words, payload);
    }
    List<String> given = given(words, all);
    return all || QueryText.isQuery(given)
        ? forAll(
            "retried",
            given,
            (backend, jobs) -> Offered.deadLetters(backend).requeue(jobs, CurrentUser.am()))
        : Acts.on(
            main.globals,
            Offered::jobsOrLetters,
            "retried",
            given,
            (backend, jobs) -> Offered.deadLetters(backend).requeue(jobs, CurrentUser.am()));
  }

  private static List<String> given(@Nullable List<String> words, boolean all) {
    List<String> given = words == null ? List.of() : words;
    if (given.isEmpty() != all) {
      throw CommandFailure.usage("say which: ids, a query like type:mail, or --all");
    }
    return given;
  }

  private int retryEdited(List<String> given, String payload) throws IOException {
    if (given.size() != 1 || QueryText.isQuery(given)) {
      throw CommandFailure.usage("--payload is for one id");
    }
    Payload edited = JobWords.payloadOf(payload, "nothing was changed: ");
    return Acts.on(
        main.globals,
        Offered::jobsOrLetters,
        "retried",
        given,
        (backend, jobs) ->
            List.of(Offered.deadLetters(backend).requeue(jobs.get(0), edited, CurrentUser.am())));
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Writes dead letters with all their attempts, a JSON line each.",
      footer = {"", "Example:", "  duly dlq export type:mail.welcome > letters.jsonl"})
  int export(
      @Parameters(arity = "0..*", paramLabel = "QUERY", description = QueryText.EXAMPLES)
          @Nullable List<String> query) {
    JobFilter filter = dead(query);
    try (Backend backend = main.globals.openExisting()) {
      DeadLetters letters = Offered.deadLetters(backend);
      JobQuery all = new JobQuery(filter, EXPORTED_AT_ONCE);
      for (List<JobRecord> page : Pages.of(letters, all)) {
        for (JobRecord job : page) {
          System.out.println(Json.line(JobJson.exact(job, letters.attempts(job.ref()))));
        }
      }
    }
    return Exit.OK;
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Imports dead letters that dlq export wrote, unchanged: payload, settings, times, attempts, errors.",
        "Every line is checked before any is kept; an id that is taken stays as it is."
      },
      footer = {"", "Example:", "  duly dlq import < letters.jsonl"})
  int importLetters() throws IOException {
    DeadLetterLines lines = lines(System.in);
    try (Backend backend = main.globals.open()) {
      List<DeadJob> letters = letters(lines, backend.capabilities());
      new LetterImport(backend).keep(letters, main.globals.output());
    }
    return Exit.OK;
  }

  private static DeadLetterLines lines(InputStream in) throws IOException {
    try {
      return DeadLetterLines.read(in);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  private static List<DeadJob> letters(DeadLetterLines lines, Capabilities limits) {
    try {
      return lines.letters(limits);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  /** Everything that a query finds, page by page. */
  private int forAll(String done, List<String> query, Acts.Act act) {
    JobFilter filter = dead(query);
    long count = 0;
    try (Backend backend = main.globals.openExisting()) {
      for (List<JobRecord> page : Pages.of(Offered.deadLetters(backend), filter)) {
        List<JobRef> jobs = page.stream().map(JobRecord::ref).toList();
        count += act.on(backend, jobs).stream().filter(acted -> acted == Acted.DONE).count();
      }
    }
    main.globals
        .output()
        .one(done + " " + count + (count == 1 ? " job" : " jobs"), Map.of(done, count));
    return Exit.OK;
  }

  @Command(
      name = "edit",
      mixinStandardHelpOptions = true,
      description = "Changes the payload of a dead letter; then retry it.",
      footer = {"", "Example:", "  duly dlq edit job_01hqz… '{\"to\":\"a@b.no\"}'"})
  int edit(
      @Parameters(index = "0", paramLabel = "ID") String id,
      @Parameters(index = "1", paramLabel = "JSON|@FILE") String payload)
      throws IOException {
    return Acts.edit(
        main.globals,
        Offered::jobsOrLetters,
        id,
        payload,
        (backend, letter, edited) ->
            Offered.deadLetters(backend).edit(letter, edited, CurrentUser.am()));
  }

  @Command(
      name = "discard",
      mixinStandardHelpOptions = true,
      description = "Deletes dead letters for good; the audit records it.",
      footer = {
        "",
        "Examples:",
        "  duly dlq discard job_01hqz…",
        "  duly dlq discard type:mail.welcome --yes",
        "  duly dlq discard --all --yes"
      })
  int discard(
      @Parameters(
              arity = "0..*",
              paramLabel = "ID|QUERY",
              description = "ids, or words like type:mail")
          @Nullable List<String> words,
      @Option(names = "--all", description = "every dead letter") boolean all,
      @Option(names = "--yes", description = "apply to every match of the query without asking")
          boolean yes) {
    List<String> given = given(words, all);
    if (all || QueryText.isQuery(given)) {
      requireYes(given, yes);
      return forAll(
          "discarded",
          given,
          (backend, jobs) -> Offered.deadLetters(backend).discard(jobs, CurrentUser.am()));
    }
    given.forEach(this::requireDead);
    return Acts.on(
        main.globals,
        Offered::jobsOrLetters,
        "discarded",
        given,
        (backend, jobs) -> Offered.deadLetters(backend).discard(jobs, CurrentUser.am()));
  }

  private void requireYes(List<String> query, boolean yes) {
    JobFilter filter = dead(query);
    if (yes) {
      return;
    }
    try (Backend backend = main.globals.openExisting()) {
      Count found = Offered.deadLetters(backend).count(filter, COUNTED_MAX);
      throw CommandFailure.usage(
          found.jobs() == 0
              ? "nothing was discarded: no dead letters match"
              : "nothing was discarded: this finds "
                  + found
                  + (found.jobs() == 1 ? " dead letter, and it" : " dead letters, and they")
                  + " cannot come back. Look with duly dlq ls, then say --yes");
    }
  }

  private void requireDead(String id) {
    try (Backend backend = main.globals.openExisting()) {
      DeadLetters letters = Offered.deadLetters(backend);
      if (JobAddress.of(letters, id).flatMap(letters::find).isEmpty()) {
        throw CommandFailure.notFound("there is no dead letter " + id + ". See: duly dlq ls");
      }
    }
  }

  private static JobFilter dead(@Nullable List<String> query) {
    JobFilter filter = QueryText.filter(query);
    if (filter.onlyState().map(state -> state != JobState.DEAD).orElse(false)) {
      throw CommandFailure.usage("the dead letters are all state:dead");
    }
    return JobFilter.in(JobState.DEAD).and(filter);
  }
}
