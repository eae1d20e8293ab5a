package dev.duly.cli.picture;

import dev.duly.backend.room.HealthIssue;
import dev.duly.monitor.Proposal;
import java.util.ArrayList;
import java.util.List;

/** What needs attention, as text: what it is, and the command that fixes it as it is typed. */
public final class Needs {
  private Needs() {}

  /**
   * Two lines each.
   *
   * @param proposal how its commands are typed
   */
  public static List<String> of(List<HealthIssue> findings, int max, Proposal proposal, Ansi ink) {
    List<String> lines = new ArrayList<>();
    lines.add(ink.dim(" NEEDS ATTENTION") + (findings.isEmpty() ? "   nothing" : ""));
    for (HealthIssue finding : findings.stream().limit(max).toList()) {
      lines.add("   " + ink.amber("▲ " + finding.text()));
      lines.add("     → " + proposal.typed(finding.remedy()));
    }
    if (findings.size() > max) {
      lines.add("   + " + (findings.size() - max) + " more: " + proposal.typed("duly doctor"));
    }
    return lines;
  }
}
