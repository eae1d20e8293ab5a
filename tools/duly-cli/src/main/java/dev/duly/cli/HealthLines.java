package dev.duly.cli;

import dev.duly.backend.room.HealthIssue;
import dev.duly.cli.command.Globals;
import dev.duly.cli.command.Output;
import dev.duly.monitor.Proposal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was found in a check-up, each with its mark and what to do about it. */
final class HealthLines {
  private HealthLines() {}

  static void show(List<HealthIssue> findings, Globals globals) {
    Output output = globals.output();
    Proposal proposal = globals.proposal();
    if (output.isTable()) {
      findings.forEach(f -> System.out.println(line(f, proposal)));
      return;
    }
    List<Map<String, Object>> records = new ArrayList<>();
    for (HealthIssue finding : findings) {
      Map<String, Object> record = new LinkedHashMap<>();
      record.put("level", finding.level().name().toLowerCase(Locale.ROOT));
      record.put("text", finding.text());
      record.put("remedy", proposal.typed(finding.remedy()));
      records.add(record);
    }
    output.many(List.of(), List.of(), records.stream());
  }

  private static String line(HealthIssue finding, Proposal proposal) {
    String mark =
        switch (finding.level()) {
          case OK -> "✔ ";
          case WARNING -> "▲ ";
          case ERROR -> "✖ ";
        };
    String remedy = proposal.typed(finding.remedy());
    return mark + finding.text() + (remedy.isEmpty() ? "" : "\n  → " + remedy);
  }
}
