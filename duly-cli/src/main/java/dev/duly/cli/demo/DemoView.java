package dev.duly.cli.demo;

import dev.duly.backend.Finding;
import dev.duly.cli.picture.Ink;
import dev.duly.cli.picture.Needs;
import dev.duly.cli.picture.Picture;
import dev.duly.cli.picture.Topology;
import dev.duly.cli.picture.Units;
import dev.duly.cli.picture.Watch;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The live picture of the shop, what needs somebody, and what else to try. */
final class DemoView {
  private static final int NEEDS_MAX = 4;

  private final DemoFolder folder;
  private final Watch watch;
  private final String url;
  private final boolean terminal;
  private final PrintStream out;
  private final long startNanos = System.nanoTime();

  DemoView(DemoShop shop, String url, boolean terminal, PrintStream out) {
    this.folder = shop.folder();
    this.watch = new Watch(shop.backend());
    this.url = url;
    this.terminal = terminal;
    this.out = out;
  }

  void show() {
    String screen = String.join("\n", screen()) + "\n";
    if (terminal) {
      // Each line is cleared to its end and the rest below: nothing flickers.
      out.print("\u001b[H" + screen.replace("\n", "\u001b[K\n") + "\u001b[J");
    } else {
      out.println(screen);
    }
    out.flush();
  }

  private List<String> screen() {
    Ink ink = terminal ? Ink.COLOURED : Ink.PLAIN;
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
    lines.addAll(Needs.of(needs(picture), NEEDS_MAX, "./duly", "--url " + url, ink));
    lines.add("");
    lines.add(ink.dim(" TRY, in another terminal"));
    lines.add(tip("./duly top --url " + url, "look closer"));
    lines.add(tip("./duly queue pause email --url " + url, "see its jobs wait"));
    lines.add(tip("./duly demo --crash", "kill workers, lose nothing"));
    return lines;
  }

  private static String tip(String command, String what) {
    return "   " + Units.left(command, 52) + " " + what;
  }

  /** The shop knows why its mails fail; sending them again helps only when that is mended. */
  private List<Finding> needs(Picture picture) {
    if (!Files.exists(folder.mailServerDown()) || picture.dead() == 0) {
      return picture.attention();
    }
    List<Finding> needs = new ArrayList<>();
    needs.add(
        Finding.warning(
            "the mail server smtp-2 is down: repair it first", "rm " + folder.mailServerDown()));
    needs.addAll(picture.attention());
    return needs;
  }
}
