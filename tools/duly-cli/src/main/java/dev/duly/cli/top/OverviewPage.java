package dev.duly.cli.top;

import dev.duly.cli.picture.Ansi;
import dev.duly.cli.picture.Needs;
import dev.duly.cli.picture.Topology;
import dev.duly.monitor.Picture;
import dev.duly.monitor.Proposal;
import java.util.ArrayList;
import java.util.List;

/** The diagram, and what needs attention. */
final class OverviewPage implements Page {
  private static final int NEEDS_MAX = 5;

  private final Proposal proposal;
  private final Ansi ink;
  private List<String> lines = List.of("");

  /**
   * @param proposal how commands are typed that act on this store
   */
  OverviewPage(Proposal proposal, Ansi ink) {
    this.proposal = proposal;
    this.ink = ink;
  }

  @Override
  public String name() {
    return "overview";
  }

  @Override
  public String keys() {
    return "";
  }

  @Override
  public void look(Picture picture) {
    lines = text(picture, proposal, ink);
    lines.add(0, "");
  }

  /** What it shows. */
  static List<String> text(Picture picture, Proposal proposal, Ansi ink) {
    List<String> lines = new ArrayList<>(Topology.of(picture, ink));
    lines.add("");
    lines.addAll(Needs.of(picture.attention(), NEEDS_MAX, proposal, ink));
    return lines;
  }

  @Override
  public List<String> table() {
    return lines;
  }

  @Override
  public List<String> ids() {
    return List.of();
  }

  @Override
  public Done press(int key, int row) {
    return Done.NOTHING;
  }
}
