package dev.duly.cli.picture;

import dev.duly.backend.room.RunCounts;
import dev.duly.monitor.Flow;
import dev.duly.monitor.Picture;
import dev.duly.monitor.QueueBox;
import dev.duly.monitor.Summary;
import dev.duly.monitor.Units;
import dev.duly.monitor.WorkerBox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The picture as a diagram of text: producers, queues, workers and outcomes, with rates on what
 * joins them. A queue is a box of two lines; what brings to it and what takes from it stand beside
 * it.
 */
public final class Topology {
  private static final int QUEUES_MAX = 10;
  private static final int PRODUCER = 12;
  private static final int BRINGS = 22;
  private static final int BOX = 30;
  private static final int TAKES = 11;
  private static final int GROUP = 12;
  private static final int SLOTS = 8;
  private static final int NAME = 12;

  private final Picture picture;
  private final Ansi ink;
  private final boolean isOfStore; // which knows its workers and counts what they do
  private final List<String> lines = new ArrayList<>();

  private Topology(Picture picture, Ansi ink) {
    this.picture = picture;
    this.ink = ink;
    this.isOfStore =
        picture.queues().isEmpty()
            || picture.queues().stream().anyMatch(q -> q.record().isPresent());
  }

  /** The lines of the diagram, with the sums above it. */
  public static List<String> of(Picture picture, Ansi ink) {
    Topology topology = new Topology(picture, ink);
    topology.sums();
    topology.diagram();
    return topology.lines;
  }

  private void sums() {
    String dead = Units.count(picture.dead()) + " dead";
    List<String> sums = new ArrayList<>();
    sums.add(Units.count(picture.waiting()) + " waiting");
    if (isOfStore) {
      sums.add(picture.busy() + "/" + picture.slots() + " busy");
      sums.add("in " + Units.rate(picture.in()));
      sums.add("done " + Units.rate(picture.out()));
      sums.add(
          String.format(Locale.ROOT, "%.1f %% failed", 100 * Summary.failed(picture.minute())));
    } else {
      picture.running().ifPresent(running -> sums.add(Units.count(running) + " running"));
    }
    sums.add(picture.dead() > 0 ? ink.red(dead) : dead);
    if (isOfStore || picture.oldest().isPresent()) {
      sums.add(picture.oldest().map(age -> "oldest " + Units.time(age)).orElse("nothing is late"));
    }
    lines.add(" " + String.join("   ", sums));
    lines.add("");
  }

  private void diagram() {
    String head =
        isOfStore
            ? Units.left("PRODUCERS", BRINGS)
                + Units.left("QUEUES", BOX + 2)
                + " ".repeat(TAKES)
                + Units.left("WORKERS", GROUP + SLOTS + 8)
                + "LAST MINUTE"
            : " ".repeat(BRINGS) + "QUEUES";
    lines.add(ink.dim(" " + head));
    List<QueueBox> queues = picture.queues().stream().filter(box -> box.gauge().isQueue()).toList();
    List<QueueBox> shown =
        queues.stream()
            .sorted(Comparator.comparingLong(q -> -q.waiting() - q.running()))
            .limit(QUEUES_MAX)
            .sorted(Comparator.comparing(QueueBox::name))
            .toList();
    if (shown.isEmpty()) {
      lines.add(" no queue yet: the first job makes one");
      return;
    }
    border("╭", "╮");
    for (int i = 0; i < shown.size(); i++) {
      if (i > 0) {
        border("├", "┤");
      }
      queue(shown.get(i));
    }
    border("╰", "╯");
    int more = queues.size() - shown.size();
    if (more > 0) {
      lines.add(" ".repeat(BRINGS + 2) + "+ " + more + " more: duly queue ls");
    }
    ofAll();
  }

  /** What a broker keeps of all queues together. */
  private void ofAll() {
    String text =
        picture.queues().stream()
            .filter(box -> !box.gauge().isQueue())
            .map(
                box -> box.name() + " " + Units.count(box.waiting() + box.gauge().dead().orElse(0)))
            .collect(Collectors.joining("   "));
    if (!text.isEmpty()) {
      lines.add(" ".repeat(BRINGS + 2) + text + "   of all queues together");
    }
  }

  private void border(String left, String right) {
    lines.add(" ".repeat(BRINGS + 1) + ink.dim(left + "─".repeat(BOX) + right));
  }

  private void line(String text) {
    lines.add(text.stripTrailing());
  }

  private void queue(QueueBox queue) {
    List<Flow> flows =
        picture.flows().stream().filter(f -> f.queue().equals(queue.name())).toList();
    List<WorkerBox> workers =
        picture.workers().stream().filter(w -> w.byQueue().containsKey(queue.name())).toList();
    String bar = ink.dim("│");
    line(
        (" " + brings(flows, 0) + bar + name(queue) + bar)
            + (takes(queue) + worker(workers, 0) + outcome(queue)));
    line(
        (" " + brings(flows, 1) + bar + ages(queue) + bar)
            + (" ".repeat(TAKES) + (workers.size() > 1 ? worker(workers, 1) : ran(queue))));
  }

  private String brings(List<Flow> flows, int line) {
    if (line >= flows.size()) {
      return " ".repeat(BRINGS);
    }
    boolean last = line == 1 && flows.size() > 2;
    Flow flow = flows.get(line);
    String name = flow.producer().isEmpty() ? "(no name)" : flow.producer();
    double rate =
        last ? flows.stream().skip(1).mapToDouble(Flow::perSecond).sum() : flow.perSecond();
    return Units.left(last ? "+ " + (flows.size() - 1) + " more" : name, PRODUCER)
        + Units.right(Units.rate(rate), BRINGS - PRODUCER - 2)
        + " ▶";
  }

  private String name(QueueBox queue) {
    String depth = Units.right(Units.count(queue.gauge().waiting()), 7);
    return " "
        + ink.bold(Units.left(queue.name(), NAME))
        + (queue.waiting() > 0 ? ink.amber(depth) : depth)
        + " "
        + Units.right(Units.sparks(queue.depths()), 8)
        + " ";
  }

  private String ages(QueueBox queue) {
    List<String> ages = new ArrayList<>();
    if (queue.gauge().paused()) {
      ages.add("∥ paused");
    }
    queue.oldest().ifPresent(age -> ages.add("oldest " + Units.time(age)));
    if (queue.minute().attempts() > 0 && ages.size() < 2) {
      ages.add("wait p95 " + Units.time(queue.minute().waited().percentile(0.95)));
    }
    String text = Units.left(" " + String.join(" · ", ages), BOX);
    return queue.gauge().paused() ? ink.amber(text) : text;
  }

  private String takes(QueueBox queue) {
    if (!isOfStore) {
      return queue.running() > 0 ? "   " + Units.count(queue.running()) + " running" : "";
    }
    return Units.right(Units.rate(queue.out()), TAKES - 3) + " ▶ ";
  }

  private String worker(List<WorkerBox> workers, int line) {
    if (line >= workers.size()) {
      return Units.left(isOfStore ? "no worker" : "", GROUP + SLOTS + 8);
    }
    WorkerBox w = workers.get(line);
    String name = w.group() + (w.workers() > 1 ? " ×" + w.workers() : "");
    int filled =
        w.slots() == 0
            ? 0
            : (int) Math.ceil((double) w.busy() * SLOTS / Math.max(SLOTS, w.slots()));
    String bar =
        "▇".repeat(Math.min(SLOTS, filled))
            + "·".repeat(Math.max(0, Math.min(SLOTS, w.slots()) - filled));
    return Units.left(name, GROUP - 1)
        + " "
        + ink.green(Units.left(bar, SLOTS))
        + Units.left(" " + w.busy() + (w.slots() == 0 ? " busy" : "/" + w.slots()), 8);
  }

  private String outcome(QueueBox queue) {
    RunCounts minute = queue.minute();
    if (minute.attempts() == 0) {
      return "";
    }
    return ink.green("✔ " + Units.count(minute.completed()))
        + (minute.retried() == 0 ? "" : "  " + ink.amber("↻ " + Units.count(minute.retried())))
        + (minute.dead() == 0 ? "" : "  " + ink.red("✖ " + Units.count(minute.dead())));
  }

  private static String ran(QueueBox queue) {
    return queue.minute().attempts() == 0
        ? ""
        : "run p50 "
            + Units.time(queue.minute().ran().percentile(0.5))
            + " · p95 "
            + Units.time(queue.minute().ran().percentile(0.95));
  }
}
