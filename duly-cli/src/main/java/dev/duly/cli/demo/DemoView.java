package dev.duly.cli.demo;

import dev.duly.backend.JobQuery;
import dev.duly.backend.QueueRecord;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A live picture of the shop as text: producers, queues with rates, workers, the latest dead
 * letters, and what to try.
 */
final class DemoView {
  private static final double NEWEST_WEIGHT = 0.3;

  private final DemoShop shop;
  private final String url;
  private final boolean terminal;
  private final PrintStream out;
  private final Map<String, Rate> rates = new HashMap<>();

  /** A smoothed rate per second. */
  private static final class Rate {
    private long last = -1;
    private long lastNanos;
    private double perSecond;

    double at(long count, long nanos) {
      if (last >= 0 && nanos > lastNanos) {
        double now = (count - last) * 1e9 / (nanos - lastNanos);
        perSecond = perSecond == 0 ? now : perSecond + NEWEST_WEIGHT * (now - perSecond);
      }
      last = count;
      lastNanos = nanos;
      return perSecond;
    }
  }

  DemoView(DemoShop shop, String url, boolean terminal, PrintStream out) {
    this.shop = shop;
    this.url = url;
    this.terminal = terminal;
    this.out = out;
  }

  void show() {
    String screen = screen(System.nanoTime());
    if (terminal) {
      out.print("\u001b[H\u001b[J" + screen);
    } else {
      out.println(screen);
    }
    out.flush();
  }

  private String screen(long nanos) {
    StringBuilder text = new StringBuilder();
    line(text, " duly demo · %s · jobs are kept when it stops (Ctrl-C, or kill -9)", url);
    line(text, "");
    line(text, " PRODUCERS");
    for (String producer : List.of("web", "back office")) {
      long count = shop.counters().enqueued(producer);
      line(text, "   %-12s %6.1f jobs/s", producer, rate("p " + producer, count, nanos));
    }
    line(text, "");
    line(text, " QUEUES       waiting  running  completed    dead  done/s   WORKERS");
    Map<String, QueueRecord> queues = queues();
    for (DemoShop.Group group : DemoShop.GROUPS) {
      QueueRecord q = queues.getOrDefault(group.queue(), nothing(group.queue()));
      int busy = shop.counters().busy(group.name());
      line(
          text,
          "   %-10s %8d %8d %10d %7d %7.1f   %-9s %s %d/%d busy",
          q.queue() + (q.paused() ? " ∥" : ""),
          q.waiting(),
          q.running(),
          q.completed(),
          q.dead(),
          rate("q " + q.queue(), q.completed(), nanos),
          group.name(),
          "▇".repeat(busy) + "·".repeat(Math.max(0, group.slots() - busy)),
          busy,
          group.slots());
    }
    line(text, "");
    deadLetters(text);
    suggestions(text, queues.values().stream().mapToLong(QueueRecord::dead).sum());
    return text.toString();
  }

  private void deadLetters(StringBuilder text) {
    List<JobRecord> dead = shop.inspector().list(JobQuery.in(JobState.DEAD, 3)).jobs();
    line(text, " LATEST DEAD LETTERS%s", dead.isEmpty() ? "   none yet" : "");
    for (JobRecord r : dead) {
      line(
          text,
          "   %s  %s  %s",
          r.job().id(),
          r.job().type(),
          r.lastError().map(f -> f.message()).orElse(""));
    }
    line(text, "");
  }

  private void suggestions(StringBuilder text, long dead) {
    line(text, " TRY (in another terminal)");
    if (Files.exists(shop.folder().mailServerDown())) {
      line(text, "   rm %-48s repair the broken mail server", shop.folder().mailServerDown());
    } else if (dead > 0) {
      line(text, "   ./duly dlq retry --all --url %-23s now its mails go through", url);
    }
    line(text, "   ./duly dlq ls --url %-31s what failed for good, and why", url);
    line(text, "   ./duly queue pause email --url %-20s see its jobs wait", url);
    line(text, "   ./duly job ls --url %-31s the newest jobs", url);
  }

  private Map<String, QueueRecord> queues() {
    Map<String, QueueRecord> queues = new HashMap<>();
    shop.inspector().queues().forEach(q -> queues.put(q.queue(), q));
    return queues;
  }

  private static QueueRecord nothing(String queue) {
    return new QueueRecord(queue, false, 0, 0, 0, 0, 0);
  }

  private double rate(String name, long count, long nanos) {
    return rates.computeIfAbsent(name, n -> new Rate()).at(count, nanos);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
