package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.room.AuditRecord;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Offered;
import dev.duly.cli.job.QueryText;
import dev.duly.monitor.Ago;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "What people did: who, when, what, to how many; the latest first.",
    footer = {"", "Example:", "  duly audit --limit 50"})
final class AuditCommand implements Callable<Integer> {
  @ParentCommand Main main;

  @Option(names = "--limit", defaultValue = "20", description = "1 to 1000 (default: 20)")
  int limit;

  @Override
  public Integer call() {
    QueryText.requireLimit(limit);
    try (Backend backend = main.globals.openExisting()) {
      List<AuditRecord> audit = Offered.inspector(backend, "keeps no audit log").audit(limit);
      List<List<String>> rows = new ArrayList<>();
      for (AuditRecord r : audit) {
        rows.add(
            List.of(
                Ago.of(r.at(), Instant.now()),
                r.who(),
                r.act(),
                r.target() + (r.jobs() > 1 ? " and " + (r.jobs() - 1) + " more" : "")));
      }
      main.globals
          .output()
          .many(List.of("WHEN", "WHO", "DID", "TO"), rows, audit.stream().map(AuditCommand::json));
    }
    return Exit.OK;
  }

  private static Map<String, Object> json(AuditRecord r) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("at", r.at().toString());
    json.put("who", r.who());
    json.put("act", r.act());
    json.put("target", r.target());
    json.put("jobs", r.jobs());
    return json;
  }
}
