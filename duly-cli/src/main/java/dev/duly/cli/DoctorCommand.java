package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.Count;
import dev.duly.backend.Finding;
import dev.duly.backend.Inspector;
import dev.duly.backend.QueueRecord;
import dev.duly.query.JobFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Checks the store and the queues, and says how to mend what is wrong.",
    footer = {"", "Exit code 8 if there is an error.", "", "Example:", "  duly doctor"})
final class DoctorCommand implements Callable<Integer> {
  private static final int COUNTED_MAX = 10_000;

  @ParentCommand Main main;

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            "Java "
                + Runtime.version()
                + ", "
                + Runtime.getRuntime().availableProcessors()
                + " processors"));
    try (Backend backend = main.globals.openExisting()) {
      Inspector inspector = JobCommand.inspector(backend);
      findings.addAll(inspector.checkUp());
      inspector.queues().forEach(queue -> look(queue, inspector, findings));
      lookAtJobs(inspector, findings);
    }
    print(findings);
    return findings.stream().anyMatch(f -> f.level() == Finding.Level.ERROR)
        ? Exit.UNHEALTHY
        : Exit.OK;
  }

  private static void look(QueueRecord queue, Inspector inspector, List<Finding> findings) {
    String name = queue.queue();
    if (queue.paused() && queue.waiting() > 0) {
      findings.add(
          Finding.warning(
              "queue " + name + " is paused and " + queue.waiting() + " jobs wait in it",
              "duly queue resume " + name));
    } else if (queue.running() == 0 && queue.waiting() > 0) {
      Count due = count(inspector, "state:ready queue:" + name);
      if (due.jobs() > 0) {
        findings.add(
            Finding.warning(
                "queue " + name + " has " + due + " due jobs and none runs",
                "start a worker: duly work -q " + name + " --exec 'TYPE=COMMAND'"));
      }
    }
  }

  private static void lookAtJobs(Inspector inspector, List<Finding> findings) {
    for (String type : inspector.pausedTypes()) {
      findings.add(
          Finding.warning(
              "type "
                  + type
                  + " is paused and "
                  + count(inspector, "state:waiting type:" + type)
                  + " jobs of it wait",
              "duly type resume " + type));
    }
    warn(inspector, "unknown_type", "are of a type that no worker knows", findings);
    warn(inspector, "unreadable_payload", "have a payload that no worker reads", findings);
    Count dead = count(inspector, "state:dead");
    findings.add(
        dead.jobs() == 0
            ? Finding.ok("no dead letters")
            : Finding.warning(dead + " dead letters", "duly error ls, then duly dlq ls"));
  }

  private static void warn(
      Inspector inspector, String reason, String what, List<Finding> findings) {
    String query = "state:parked reason:" + reason;
    Count parked = count(inspector, query);
    if (parked.jobs() > 0) {
      findings.add(Finding.warning(parked + " jobs " + what, "duly job ls '" + query + "'"));
    }
  }

  private static Count count(Inspector inspector, String query) {
    return inspector.count(JobFilter.parse(query), COUNTED_MAX);
  }

  private void print(List<Finding> findings) {
    if (main.globals.output().isTable()) {
      findings.forEach(f -> System.out.println(line(f)));
      return;
    }
    List<Map<String, Object>> records = new ArrayList<>();
    for (Finding finding : findings) {
      Map<String, Object> record = new LinkedHashMap<>();
      record.put("level", finding.level().name().toLowerCase(Locale.ROOT));
      record.put("text", finding.text());
      record.put("remedy", finding.remedy());
      records.add(record);
    }
    main.globals.output().many(List.of(), List.of(), records);
  }

  private static String line(Finding finding) {
    String mark =
        switch (finding.level()) {
          case OK -> "✔ ";
          case WARNING -> "▲ ";
          case ERROR -> "✖ ";
        };
    return mark + finding.text() + (finding.remedy().isEmpty() ? "" : "\n  → " + finding.remedy());
  }
}
