package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.Finding;
import dev.duly.cli.picture.Watch;
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
      findings.addAll(JobCommand.inspector(backend).checkUp());
      List<Finding> attention = new Watch(backend).look().attention();
      findings.addAll(attention);
      if (attention.isEmpty()) {
        findings.add(Finding.ok("no dead letters, and nothing that waits for somebody"));
      }
    }
    print(findings);
    return findings.stream().anyMatch(f -> f.level() == Finding.Level.ERROR)
        ? Exit.UNHEALTHY
        : Exit.OK;
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
    main.globals.output().many(List.of(), List.of(), records.stream());
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
