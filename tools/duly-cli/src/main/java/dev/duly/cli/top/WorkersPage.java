package dev.duly.cli.top;

import dev.duly.backend.room.RunCounts;
import dev.duly.cli.picture.Columns;
import dev.duly.monitor.Picture;
import dev.duly.monitor.Summary;
import dev.duly.monitor.Units;
import dev.duly.monitor.WorkerBox;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Workers by group: how busy, how fast, on which queues. */
final class WorkersPage implements Page {
  private List<String> groups = List.of();
  private List<String> table = List.of("");

  @Override
  public String name() {
    return "workers";
  }

  @Override
  public String keys() {
    return "";
  }

  @Override
  public void look(Picture picture) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "GROUP",
            "WORKERS",
            "BUSY",
            "SLOTS",
            "QUEUES",
            "LAST MINUTE",
            "FAILED",
            "RUN P50",
            "RUN P95"));
    for (WorkerBox w : picture.workers()) {
      RunCounts minute = w.byQueue().values().stream().reduce(RunCounts.NOTHING, RunCounts::plus);
      rows.add(
          List.of(
              w.group(),
              Integer.toString(w.workers()),
              Integer.toString(w.busy()),
              w.slots() == 0 ? "–" : Integer.toString(w.slots()),
              String.join(",", w.byQueue().keySet()),
              Units.count(minute.attempts()),
              String.format(Locale.ROOT, "%.1f %%", 100 * Summary.failed(minute)),
              Units.percentile(minute.ran(), 0.5),
              Units.percentile(minute.ran(), 0.95)));
    }
    groups = picture.workers().stream().map(WorkerBox::group).toList();
    table = Columns.of(rows);
  }

  @Override
  public List<String> table() {
    return table;
  }

  @Override
  public List<String> ids() {
    return groups;
  }

  @Override
  public Done press(int key, int row) {
    return Done.NOTHING;
  }
}
