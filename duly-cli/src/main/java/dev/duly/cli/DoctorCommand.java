package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.Finding;
import dev.duly.cli.picture.Watch;
import java.util.ArrayList;
import java.util.List;
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
    FindingLines.show(findings, main.globals.output());
    return findings.stream().anyMatch(f -> f.level() == Finding.Level.ERROR)
        ? Exit.UNHEALTHY
        : Exit.OK;
  }
}
