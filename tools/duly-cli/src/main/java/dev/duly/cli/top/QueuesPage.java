package dev.duly.cli.top;

import dev.duly.backend.room.Operator;
import dev.duly.cli.picture.Columns;
import dev.duly.monitor.Picture;
import dev.duly.monitor.QueueBox;
import dev.duly.monitor.Units;
import java.util.ArrayList;
import java.util.List;

/** Queues: how many jobs, how old, how fast; they can be paused. */
final class QueuesPage implements Page {
  private final Operator operator;
  private final String who;
  private List<QueueBox> queues = List.of();
  private List<String> table = List.of("");

  QueuesPage(Operator operator, String who) {
    this.operator = operator;
    this.who = who;
  }

  @Override
  public String name() {
    return "queues";
  }

  @Override
  public String keys() {
    return "P pause or resume   enter its jobs";
  }

  @Override
  public void look(Picture picture) {
    queues = picture.queues();
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "QUEUE",
            "",
            "WAITING",
            "",
            "OLDEST",
            "IN",
            "DONE",
            "RUNNING",
            "COMPLETED",
            "DEAD",
            "WAIT P95",
            "RUN P95"));
    for (QueueBox q : queues) {
      rows.add(
          List.of(
              q.name(),
              q.gauge().paused() ? "∥ paused" : "",
              Units.count(q.gauge().waiting()),
              Units.sparks(q.depths()),
              q.oldest().map(Units::time).orElse("–"),
              Units.rate(q.in()),
              Units.rate(q.out()),
              Units.count(q.gauge().running()),
              q.record().map(record -> Units.count(record.completed())).orElse("–"),
              Units.count(q.gauge().dead()),
              Units.percentile(q.minute().waited(), 0.95),
              Units.percentile(q.minute().ran(), 0.95)));
    }
    table = Columns.of(rows);
  }

  @Override
  public List<String> table() {
    return table;
  }

  @Override
  public List<String> ids() {
    return queues.stream().map(QueueBox::name).toList();
  }

  @Override
  public Done press(int key, int row) {
    if (row < 0) {
      return Done.NOTHING;
    }
    QueueBox queue = queues.get(row);
    if (key == Key.ENTER) {
      return new Done.Jobs("queue:" + queue.name());
    } else if (key == 'P' && queue.gauge().paused()) {
      operator.resume(queue.name(), who);
      return new Done.Said("resumed " + queue.name());
    } else if (key == 'P') {
      operator.pause(queue.name(), who);
      return new Done.Said("paused " + queue.name() + "; P resumes it");
    }
    return Done.NOTHING;
  }
}
