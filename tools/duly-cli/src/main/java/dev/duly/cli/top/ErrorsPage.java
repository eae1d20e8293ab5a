package dev.duly.cli.top;

import dev.duly.backend.room.Acted;
import dev.duly.backend.room.ErrorGroup;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.Operator;
import dev.duly.cli.picture.Columns;
import dev.duly.cli.picture.Pages;
import dev.duly.job.JobRecord;
import dev.duly.monitor.Picture;
import dev.duly.monitor.Units;
import dev.duly.monitor.Visible;
import dev.duly.query.JobFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Failures by where they happen; the dead of a group can be sent again together. */
final class ErrorsPage implements Page {
  private static final int SHOWN = 50;

  private final Inspector inspector;
  private final Operator operator;
  private final String who;
  private List<ErrorGroup> groups = List.of();
  private List<String> table = List.of("");

  ErrorsPage(Inspector inspector, Operator operator, String who) {
    this.inspector = inspector;
    this.operator = operator;
    this.who = who;
  }

  @Override
  public String name() {
    return "errors";
  }

  @Override
  public String keys() {
    return "R retry its dead jobs   enter its jobs";
  }

  @Override
  public void look(Picture picture) {
    groups = inspector.errors(SHOWN);
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ERROR", "DEAD", "FAILURES", "JOBS", "LAST", "TYPE", "MESSAGE"));
    for (ErrorGroup g : groups) {
      rows.add(
          List.of(
              Visible.of(g.latest().error().replaceFirst(".*\\.", "")),
              Units.count(g.dead()),
              Units.count(g.failures()),
              Units.count(g.jobs()),
              Units.time(Duration.between(g.last(), picture.at()).abs()) + " ago",
              g.type(),
              Visible.of(g.latest().message().lines().findFirst().orElse(""))));
    }
    table = Columns.of(rows);
  }

  @Override
  public List<String> table() {
    return table;
  }

  @Override
  public List<String> ids() {
    return groups.stream().map(g -> g.latest().fingerprint()).toList();
  }

  @Override
  public Done press(int key, int row) {
    if (row < 0) {
      return Done.NOTHING;
    }
    String group = "error.group:" + groups.get(row).latest().fingerprint();
    return switch (key) {
      case Key.ENTER -> new Done.Jobs(group);
      case 'R' -> new Done.Said("retried " + retry("state:dead " + group) + " dead jobs");
      default -> Done.NOTHING;
    };
  }

  private long retry(String query) {
    long retried = 0;
    for (List<JobRecord> page : Pages.of(inspector, JobFilter.parse(query))) {
      List<Acted> acts = operator.requeue(page.stream().map(JobRecord::ref).toList(), who);
      retried += acts.stream().filter(a -> a == Acted.DONE).count();
    }
    return retried;
  }
}
