package dev.duly.cli.top;

import dev.duly.cli.picture.Ansi;
import dev.duly.monitor.Picture;
import dev.duly.monitor.Summary;
import dev.duly.monitor.Units;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lays a page out on the screen: sums, tabs, rows around the chosen one, keys, and what was said.
 */
final class TerminalTable {
  static final String HELP =
      """
      tab, ← →, 1 to 6   another page
      j k, ↓ ↑           another row
      enter              open the job or the schedule, or the jobs of the queue or the error
      /                  filter the jobs: state:dead type:mail.* age:>1h
      P                  pause or resume the queue, or the schedule
      N                  enqueue the schedule's job now
      R                  send the dead job, or all of the error's, again
      C                  cancel the job, or ask it to stop
      D D                delete the job for good
      q                  quit
      """;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
  private static final int FRAME = 6;

  private final String where;
  private final Ansi ink;

  TerminalTable(String where, Ansi ink) {
    this.where = where;
    this.ink = ink;
  }

  List<String> lines(
      Picture picture,
      List<Page> pages,
      Page here,
      int row,
      @Nullable String shown,
      String foot,
      int width,
      int height) {
    List<String> lines = new ArrayList<>();
    lines.add(sums(picture));
    lines.add(tabs(pages, here));
    lines.add("");
    int room = Math.max(1, height - FRAME);
    if (shown != null) {
      shown.lines().limit(room).forEach(line -> lines.add(" " + line));
    } else if (here.header().isEmpty()) {
      here.rows().stream().limit(room).forEach(lines::add);
    } else {
      lines.add(ink.dim("   " + here.header()));
      lines.addAll(rows(here.rows(), row, room - 1));
    }
    while (lines.size() < height - 2) {
      lines.add("");
    }
    String keys = shown != null ? "any key closes" : here.keys();
    lines.add(ink.dim(" " + keys + (keys.isEmpty() ? "" : "   ") + "? help   q quit"));
    lines.add(foot.isEmpty() ? "" : " " + ink.amber(foot.replace('\n', ' ')));
    return lines.stream().map(line -> Ansi.cut(line, width)).toList();
  }

  private String sums(Picture p) {
    return String.format(
        Locale.ROOT,
        " %s  %s  %s   %s waiting   %d/%d busy   %s   %.1f %% failed   %s",
        ink.bold("duly top"),
        where,
        TIME.format(p.at()),
        Units.count(p.waiting()),
        p.busy(),
        p.slots(),
        Units.rate(p.out()),
        100 * Summary.failed(p.minute()),
        p.dead() > 0 ? ink.red(Units.count(p.dead()) + " dead") : "0 dead");
  }

  private String tabs(List<Page> pages, Page here) {
    StringBuilder tabs = new StringBuilder();
    for (Page page : pages) {
      tabs.append(' ');
      tabs.append(
          page == here
              ? ink.bold("[" + page.name().toUpperCase(Locale.ROOT) + "]")
              : " " + page.name() + " ");
    }
    return tabs.toString();
  }

  /** As many as there is room for, the chosen one among them. */
  private static List<String> rows(List<String> all, int chosen, int room) {
    if (all.isEmpty()) {
      return List.of("   nothing");
    }
    int from = Math.max(0, Math.min(chosen - room / 2, all.size() - room));
    List<String> rows = new ArrayList<>();
    for (int i = from; i < Math.min(all.size(), from + room); i++) {
      rows.add((i == chosen ? " > " : "   ") + all.get(i));
    }
    return rows;
  }
}
