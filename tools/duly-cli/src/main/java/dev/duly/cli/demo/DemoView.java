package dev.duly.cli.demo;

import dev.duly.backend.Backend;
import dev.duly.backend.Rooms;
import dev.duly.backend.room.HealthIssue;
import dev.duly.cli.picture.Ansi;
import dev.duly.cli.picture.Needs;
import dev.duly.cli.picture.Topology;
import dev.duly.monitor.Picture;
import dev.duly.monitor.Proposal;
import dev.duly.monitor.Units;
import dev.duly.monitor.Watch;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The live picture of the shop, what needs attention, and what else to try. */
final class DemoView {
  private static final int NEEDS_MAX = 4;
  private static final int TIP = 64;

  private final DemoFolder folder;
  private final Rooms rooms;
  private final Watch watch;
  private final String url;
  private final Proposal proposal;
  private final boolean terminal;
  private final PrintStream out = System.out;
  private boolean cleared;
  private final long startNanos = System.nanoTime();

  DemoView(Backend backend, DemoFolder folder, String url, boolean terminal) {
    this.folder = folder;
    this.rooms = backend.rooms();
    this.watch = new Watch(backend);
    this.url = Proposal.shown(url);
    this.proposal = Proposal.on(url);
    this.terminal = terminal;
  }

  /**
   * Draws it.
   *
   * @param events what has happened, if it is told in place of what to try
   */
  void show(List<String> events) {
    String screen = String.join("\n", screen(events)) + "\n";
    if (terminal) {
      if (!cleared) {
        out.print("\u001b[2J");
        cleared = true;
      }
      // Each line is cleared to its end and the rest below: nothing flickers.
      out.print("\u001b[H" + screen.replace("\n", "\u001b[K\n") + "\u001b[J");
    } else {
      out.println(screen);
    }
    out.flush();
  }

  private List<String> screen(List<String> events) {
    Ansi ink = terminal ? Ansi.COLOURED : Ansi.PLAIN;
    Picture picture = watch.look();
    List<String> lines = new ArrayList<>();
    lines.add(
        " "
            + ink.bold("duly demo")
            + " · "
            + url
            + " · "
            + Units.time(Duration.ofSeconds((System.nanoTime() - startNanos) / 1_000_000_000))
            + " · Ctrl-C stops it, its jobs are kept");
    lines.add("");
    lines.addAll(Topology.of(picture, ink));
    lines.add("");
    lines.addAll(Needs.of(needs(picture), NEEDS_MAX, proposal, ink));
    lines.add("");
    if (events.isEmpty()) {
      lines.add(ink.dim(" TRY, in another terminal"));
      lines.addAll(tips());
    } else {
      lines.add(ink.dim(" WHAT HAPPENED"));
      events.forEach(event -> lines.add("   " + event));
    }
    return lines;
  }

  /** What works on this backend. */
  private List<String> tips() {
    List<String> tips = new ArrayList<>();
    tips.add(tip("duly top", "look closer"));
    if (rooms.operator().isPresent()) {
      tips.add(tip("duly queue pause email", "see its jobs wait"));
    }
    if (rooms.schedules().isPresent()) {
      tips.add(tip("duly schedule show nightly-report", "each minute is a night"));
    }
    if (rooms.inspector().isPresent()) {
      String crash = Units.left(proposal.command() + " demo --crash", TIP);
      tips.add("   " + crash + " kill workers, lose nothing");
    } else {
      tips.add(tip("duly dlq ls", "see what failed for good"));
    }
    return tips;
  }

  private String tip(String command, String what) {
    return "   " + Units.left(proposal.typed(command), TIP) + " " + what;
  }

  /** The shop knows why its mails fail; sending them again helps only when that is fixed. */
  private List<HealthIssue> needs(Picture picture) {
    if (!Files.exists(folder.mailServerDown()) || picture.dead() == 0) {
      return picture.attention();
    }
    List<HealthIssue> needs = new ArrayList<>();
    needs.add(
        HealthIssue.warning(
            "the mail server smtp-2 is down: repair it first", "rm " + folder.mailServerDown()));
    needs.addAll(picture.attention());
    return needs;
  }
}
