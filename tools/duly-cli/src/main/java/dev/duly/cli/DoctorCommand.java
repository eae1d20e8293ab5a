package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.room.HealthIssue;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Offered;
import dev.duly.monitor.ExpiredJobs;
import dev.duly.monitor.ScheduleHealth;
import dev.duly.monitor.Watch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Checks the store and the queues, and says how to fix what is wrong.",
    footer = {
      "",
      "Exit code 8 if there is an error, or with --fail-on warning if there is anything to do: for a monitor.",
      "",
      "Examples:",
      "  duly doctor",
      "  duly doctor --fail-on warning"
    })
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand Main main;

  /** From which finding on the exit code is 8, as it is typed. */
  enum FailOn {
    error,
    warning
  }

  @Option(
      names = "--fail-on",
      paramLabel = "LEVEL",
      defaultValue = "error",
      description = "error or warning: from which finding on the exit code is 8 (default: error)")
  FailOn failOn = FailOn.error;

  @Override
  public Integer call() {
    List<HealthIssue> findings = new ArrayList<>();
    findings.add(
        HealthIssue.ok(
            "Java "
                + Runtime.version()
                + ", "
                + Runtime.getRuntime().availableProcessors()
                + " processors"));
    try (Backend backend = main.globals.openExisting()) {
      findings.addAll(Offered.gauges(backend).health());
      backend
          .rooms()
          .inspector()
          .ifPresent(room -> findings.addAll(ExpiredJobs.findings(room, Instant.now())));
      findings.addAll(ScheduleHealth.missed(backend.rooms()));
      findings.addAll(new Watch(backend).look().attention());
      if (findings.stream().allMatch(finding -> finding.level() == HealthIssue.Level.OK)) {
        findings.add(HealthIssue.ok("no dead letters; nothing needs attention"));
      }
    }
    HealthLines.show(findings, main.globals);
    return findings.stream().anyMatch(this::isFailure) ? Exit.UNHEALTHY : Exit.OK;
  }

  private boolean isFailure(HealthIssue finding) {
    return finding.level() == HealthIssue.Level.ERROR
        || (failOn == FailOn.warning && finding.level() == HealthIssue.Level.WARNING);
  }
}
