package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.room.Histogram;
import dev.duly.backend.room.QueueRecord;
import dev.duly.backend.room.RunCounts;
import dev.duly.backend.room.Statistics;
import dev.duly.backend.schedule.TickOutcome;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Offered;
import dev.duly.job.DurationText;
import dev.duly.monitor.ScheduleCounts;
import dev.duly.monitor.Summary;
import dev.duly.monitor.Units;
import dev.duly.wire.TimesJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows rates, failures and times of what workers did: wait is from the due time to the handler's start, run is the handler.",
      "What is settled is counted at once; an hour is kept. Of schedules it says what became of their times, as their ledgers tell."
    },
    footer = {
      "",
      "Examples:",
      "  duly stats",
      "  duly stats --since 5m --by queue",
      "  duly stats -o json"
    })
final class StatsCommand implements Callable<Integer> {
  @ParentCommand Main main;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "1h",
      description = "how far back, up to 1h, such as 5m (default: ${DEFAULT-VALUE})")
  String since = "1h";

  @Option(
      names = "--by",
      paramLabel = "WHAT",
      defaultValue = "type",
      description = "type, queue or worker (default: ${DEFAULT-VALUE})")
  Summary.By by = Summary.By.type;

  @Override
  public Integer call() {
    Duration back = back();
    try (Backend backend = main.globals.openExisting()) {
      Instant now = Instant.now();
      Summary summary = Summary.of(statistics(backend).since(now.minus(back)), by, now);
      List<QueueRecord> queues = Offered.inspector(backend).queues();
      Optional<ScheduleCounts> schedules =
          backend
              .rooms()
              .schedules()
              .map(room -> ScheduleCounts.since(room, room.now().minus(back)))
              .filter(counts -> counts.schedules() > 0);
      if (main.globals.output().isTable()) {
        System.out.println(line(summary, queues, back));
        schedules.ifPresent(counts -> System.out.println(line(counts)));
        System.out.println();
        main.globals.output().many(header(), rows(summary), Stream.empty());
      } else {
        main.globals.output().one("", json(summary, queues, schedules));
      }
    }
    return Exit.OK;
  }

  private Duration back() {
    try {
      Duration back = DurationText.parse(since);
      if (back.compareTo(Duration.ofSeconds(1)) >= 0 && back.compareTo(Statistics.KEPT) <= 0) {
        return back;
      }
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--since: " + e.getMessage());
    }
    throw CommandFailure.usage("--since must be 1s to 1h, was " + since);
  }

  static Statistics statistics(Backend backend) {
    return Offered.statistics(backend);
  }

  private static String line(Summary summary, List<QueueRecord> queues, Duration back) {
    return String.format(
        Locale.ROOT,
        "%,d waiting, %,d running, %,d dead. In the last %s: %,d attempts, %.1f/s, %.1f %% failed; %d workers, %.0f %% busy; backend p95 %s",
        sum(queues, QueueRecord::waiting),
        sum(queues, QueueRecord::running),
        sum(queues, QueueRecord::dead),
        DurationText.of(back),
        summary.total().attempts(),
        summary.perSecond(summary.total()),
        100 * Summary.failed(summary.total()),
        summary.workers(),
        100 * summary.busy(),
        Units.percentile(summary.allTurns(), 0.95));
  }

  private static String line(ScheduleCounts counts) {
    StringBuilder text = new StringBuilder();
    text.append(counts.schedules()).append(counts.schedules() == 1 ? " schedule" : " schedules");
    text.append(counts.paused() > 0 ? ", " + counts.paused() + " paused" : "").append(':');
    for (TickOutcome outcome : TickOutcome.values()) {
      text.append(String.format(Locale.ROOT, " %,d %s,", counts.of(outcome), outcome.text()));
    }
    return text.substring(0, text.length() - 1);
  }

  private static Map<String, Object> json(ScheduleCounts counts) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("count", counts.schedules());
    json.put("paused", counts.paused());
    for (TickOutcome outcome : TickOutcome.values()) {
      json.put(outcome.text(), counts.of(outcome));
    }
    return json;
  }

  private static long sum(List<QueueRecord> queues, ToLongFunction<QueueRecord> count) {
    return queues.stream().mapToLong(count).sum();
  }

  private List<String> header() {
    return List.of(
        by.name().toUpperCase(Locale.ROOT),
        "ATTEMPTS",
        "PER SEC",
        "FAILED",
        "DEAD",
        "LOST",
        "WAIT P50",
        "P95",
        "P99",
        "RUN P50",
        "P95",
        "P99",
        "BACKEND P95");
  }

  private List<List<String>> rows(Summary summary) {
    List<List<String>> rows = new ArrayList<>();
    summary
        .byKey()
        .forEach(
            (key, tally) -> {
              List<String> row = new ArrayList<>();
              row.add(key);
              row.add(Long.toString(tally.attempts()));
              row.add(String.format(Locale.ROOT, "%.1f", summary.perSecond(tally)));
              row.add(String.format(Locale.ROOT, "%.1f %%", 100 * Summary.failed(tally)));
              row.add(Long.toString(tally.dead()));
              row.add(Long.toString(tally.lost()));
              for (Histogram times : List.of(tally.waited(), tally.ran())) {
                for (double share : List.of(0.50, 0.95, 0.99)) {
                  row.add(Units.percentile(times, share));
                }
              }
              row.add(Units.percentile(turns(summary, key), 0.95));
              rows.add(row);
            });
    return rows;
  }

  /** Round trips are a worker's: a type or a queue has none of its own. */
  private Histogram turns(Summary summary, String key) {
    return by == Summary.By.worker
        ? summary.turns().getOrDefault(key, Histogram.EMPTY)
        : Histogram.EMPTY;
  }

  private Map<String, Object> json(
      Summary summary, List<QueueRecord> queues, Optional<ScheduleCounts> schedules) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("waiting", sum(queues, QueueRecord::waiting));
    json.put("running", sum(queues, QueueRecord::running));
    json.put("dead", sum(queues, QueueRecord::dead));
    json.put("workers", summary.workers());
    json.put("slots", summary.slots());
    json.put("busy_share", rounded(summary.busy()));
    json.put("backend_ms", TimesJson.of(summary.allTurns()));
    json.put("total", json(summary, summary.total()));
    schedules.ifPresent(counts -> json.put("schedules", json(counts)));
    List<Map<String, Object>> rows = new ArrayList<>();
    summary
        .byKey()
        .forEach(
            (key, tally) -> {
              Map<String, Object> row = new LinkedHashMap<>();
              row.put(by.name(), key);
              row.putAll(json(summary, tally));
              rows.add(row);
            });
    json.put("by_" + by.name(), rows);
    return json;
  }

  private static Map<String, Object> json(Summary summary, RunCounts tally) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("attempts", tally.attempts());
    json.put("per_second", rounded(summary.perSecond(tally)));
    json.put("completed", tally.completed());
    json.put("retried", tally.retried());
    json.put("dead", tally.dead());
    json.put("lost", tally.lost());
    json.put("released", tally.released());
    json.put("cancelled", tally.cancelled());
    json.put("wait_ms", TimesJson.of(tally.waited()));
    json.put("run_ms", TimesJson.of(tally.ran()));
    return json;
  }

  private static double rounded(double value) {
    return Math.round(1_000 * value) / 1_000.0;
  }
}
