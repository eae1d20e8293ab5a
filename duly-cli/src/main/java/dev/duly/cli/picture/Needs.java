package dev.duly.cli.picture;

import dev.duly.backend.Finding;
import java.util.ArrayList;
import java.util.List;

/** What needs somebody, as text: what it is, and the command that mends it as it is to be typed. */
public final class Needs {
  private Needs() {}

  /**
   * Two lines each.
   *
   * @param command what to type for {@code duly}
   * @param options what to type at the end of its commands
   */
  public static List<String> of(
      List<Finding> findings, int max, String command, String options, Ink ink) {
    List<String> lines = new ArrayList<>();
    lines.add(ink.dim(" NEEDS ATTENTION") + (findings.isEmpty() ? "   nothing" : ""));
    for (Finding finding : findings.stream().limit(max).toList()) {
      lines.add("   " + ink.amber("▲ " + finding.text()));
      lines.add("     → " + typed(finding.remedy(), command, options));
    }
    if (findings.size() > max) {
      lines.add(
          "   + " + (findings.size() - max) + " more: " + typed("duly doctor", command, options));
    }
    return lines;
  }

  private static String typed(String remedy, String command, String options) {
    return remedy.startsWith("duly ")
        ? command + remedy.substring("duly".length()) + (options.isEmpty() ? "" : " " + options)
        : remedy;
  }
}
