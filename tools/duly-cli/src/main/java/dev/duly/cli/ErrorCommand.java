package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.room.ErrorGroup;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Offered;
import dev.duly.cli.job.QueryText;
import dev.duly.monitor.Ago;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "error",
    mixinStandardHelpOptions = true,
    description = "What fails, grouped by where it fails.",
    footer = {"", "Example:", "  duly error ls"})
final class ErrorCommand {
  private static final int MESSAGE_SHOWN_MAX = 60;

  @ParentCommand Main main;

  @Command(
      name = "ls",
      mixinStandardHelpOptions = true,
      description = "Lists groups of failures, the latest first.",
      footer = {
        "",
        "Examples:",
        "  duly error ls",
        "  duly job ls error.group:SocketTimeoutException-1a2b3c4d",
        "  duly dlq retry error.group:SocketTimeoutException-1a2b3c4d"
      })
  int ls(
      @Option(names = "--limit", defaultValue = "20", description = "1 to 1000 (default: 20)")
          int limit) {
    QueryText.requireLimit(limit);
    try (Backend backend = main.globals.openExisting()) {
      List<ErrorGroup> groups =
          Offered.inspector(backend, "keeps no errors of its jobs").errors(limit);
      List<List<String>> rows = new ArrayList<>();
      for (ErrorGroup g : groups) {
        rows.add(
            List.of(
                g.latest().fingerprint(),
                Long.toString(g.failures()),
                Long.toString(g.jobs()),
                Long.toString(g.dead()),
                Ago.of(g.last(), Instant.now()),
                g.type(),
                message(g)));
      }
      main.globals
          .output()
          .many(
              List.of("GROUP", "FAILURES", "JOBS", "DEAD", "LAST", "TYPE", ""),
              rows,
              groups.stream().map(ErrorCommand::json));
    }
    return Exit.OK;
  }

  private static String message(ErrorGroup group) {
    String line = group.latest().message().lines().findFirst().orElse("");
    return line.length() <= MESSAGE_SHOWN_MAX ? line : line.substring(0, MESSAGE_SHOWN_MAX) + "…";
  }

  private static Map<String, Object> json(ErrorGroup g) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("group", g.latest().fingerprint());
    json.put("error", g.latest().error());
    json.put("message", g.latest().message());
    json.put("failures", g.failures());
    json.put("jobs", g.jobs());
    json.put("dead", g.dead());
    json.put("first_at", g.first().toString());
    json.put("last_at", g.last().toString());
    json.put("sample", g.sample().id().value());
    json.put("type", g.type());
    return json;
  }
}
