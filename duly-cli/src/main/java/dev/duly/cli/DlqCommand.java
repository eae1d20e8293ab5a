package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.JobQuery;
import dev.duly.backend.Operator.Acted;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "dlq",
    mixinStandardHelpOptions = true,
    description = "The dead letters: what failed for good.")
final class DlqCommand {
  @ParentCommand Main main;

  @Command(
      name = "ls",
      mixinStandardHelpOptions = true,
      description = "Lists dead letters, the latest death first.",
      footer = {"", "Examples:", "  duly dlq ls", "  duly dlq ls type:mail.welcome"})
  int ls(
      @Parameters(
              arity = "0..*",
              paramLabel = "QUERY",
              description = "words like queue:email type:mail")
          List<String> query,
      @Option(names = "--limit", defaultValue = "20", description = "1 to 1000 (default: 20)")
          int limit) {
    try (Backend backend = main.globals.openExisting()) {
      JobTable.print(main.globals.output(), JobCommand.inspector(backend).list(dead(query, limit)));
    }
    return Exit.OK;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows a dead letter: its payload, its error, every attempt.",
      footer = {"", "Example:", "  duly dlq show job_01hqz…"})
  int show(@Parameters(paramLabel = "ID") String id) {
    try (Backend backend = main.globals.openExisting()) {
      boolean dead =
          JobCommand.inspector(backend)
              .find(JobCommand.id(id))
              .map(r -> r.state() == JobState.DEAD)
              .orElse(false);
      if (!dead) {
        throw Trouble.notFound("there is no dead letter " + id + ". See: duly dlq ls");
      }
      JobCommand.show(main.globals.output(), JobCommand.inspector(backend), id);
    }
    return Exit.OK;
  }

  @Command(
      name = "retry",
      mixinStandardHelpOptions = true,
      description = "Puts dead letters back in their queue: the same job with a fresh budget.",
      footer = {
        "",
        "Examples:",
        "  duly dlq retry job_01hqz…",
        "  duly dlq retry type:mail.welcome",
        "  duly dlq retry --all"
      })
  int retry(
      @Parameters(
              arity = "0..*",
              paramLabel = "ID|QUERY",
              description = "ids, or words like type:mail")
          List<String> words,
      @Option(names = "--all", description = "every dead letter") boolean all) {
    List<String> given = words == null ? List.of() : words;
    if (given.isEmpty() != all) {
      throw Trouble.usage("say which: ids, a query like type:mail, or --all");
    }
    try (Backend backend = main.globals.openExisting()) {
      boolean byQuery = all || given.stream().allMatch(DlqCommand::isQueryWord);
      return byQuery ? retryMatching(backend, given) : retryIds(backend, given);
    }
  }

  private int retryMatching(Backend backend, List<String> query) {
    int done = 0;
    List<JobRecord> found;
    do {
      found = JobCommand.inspector(backend).list(dead(query, JobQuery.LIMIT_MAX));
      List<JobId> ids = found.stream().map(r -> r.job().id()).toList();
      done +=
          (int)
              backend.rooms().operator().orElseThrow().requeue(ids).stream()
                  .filter(acted -> acted == Acted.DONE)
                  .count();
    } while (found.size() == JobQuery.LIMIT_MAX);
    report(done, List.of());
    return Exit.OK;
  }

  private int retryIds(Backend backend, List<String> given) {
    List<JobId> ids = given.stream().map(JobCommand::id).toList();
    List<Acted> acts = backend.rooms().operator().orElseThrow().requeue(ids);
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      if (acts.get(i) == Acted.NOT_FOUND) {
        problems.add("there is no job " + ids.get(i));
      } else if (acts.get(i) == Acted.WRONG_STATE) {
        problems.add(ids.get(i) + " is not dead");
      }
    }
    int done = ids.size() - problems.size();
    report(done, problems);
    if (problems.isEmpty()) {
      return Exit.OK;
    }
    boolean missing = acts.contains(Acted.NOT_FOUND);
    throw new Trouble(
        done > 0 ? Exit.PARTIAL : missing ? Exit.NOT_FOUND : Exit.CONFLICT,
        String.join("; ", problems) + ". See: duly dlq ls");
  }

  private void report(int done, List<String> problems) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("requeued", done);
    record.put("problems", problems);
    if (done > 0 || problems.isEmpty()) {
      main.globals.output().one("requeued " + done + (done == 1 ? " job" : " jobs"), record);
    }
  }

  /** An id can have a colon, too; but not after these names. */
  private static boolean isQueryWord(String word) {
    return word.matches("(state|queue|type):.*");
  }

  private static JobQuery dead(List<String> query, int limit) {
    JobQuery parsed = QueryText.parse(query == null ? List.of() : query, limit);
    if (parsed.state().isPresent() && parsed.state().get() != JobState.DEAD) {
      throw Trouble.usage("the dead letters are all state:dead");
    }
    return new JobQuery(Optional.of(JobState.DEAD), parsed.queue(), parsed.type(), limit);
  }
}
