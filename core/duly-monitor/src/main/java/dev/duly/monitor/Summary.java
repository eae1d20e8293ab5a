package dev.duly.monitor;

import dev.duly.backend.room.Histogram;
import dev.duly.backend.room.RunCounts;
import dev.duly.backend.room.WorkerReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Workers' reports, added up.
 *
 * @param span from the beginning of the first report to now, a second at least
 * @param workers how many said that they are there
 * @param slots of those workers
 * @param busy the share of the slots' time that handlers ran, 0 to 1
 * @param byKey a sum for each key
 * @param total of all keys
 * @param turns by worker, how long its round trips to the backend took
 */
public record Summary(
    Duration span,
    int workers,
    int slots,
    double busy,
    Map<String, RunCounts> byKey,
    RunCounts total,
    Map<String, Histogram> turns) {

  /** By what sums are made, as it is typed. */
  public enum By {
    type,
    queue,
    worker;

    String key(WorkerReport report, RunCounts tally) {
      return switch (this) {
        case type -> tally.type();
        case queue -> tally.queue();
        case worker -> report.worker();
      };
    }
  }

  /** Adds up reports of the time until now. */
  public static Summary of(List<WorkerReport> reports, By by, Instant now) {
    Map<String, RunCounts> byKey = new TreeMap<>();
    Map<String, Integer> slots = new TreeMap<>();
    Map<String, Histogram> turns = new TreeMap<>();
    double slotMillis = 0;
    RunCounts total = RunCounts.NOTHING;
    Instant first = now;
    Map<String, Instant> seen = new TreeMap<>();
    for (WorkerReport report : reports) {
      if (report.isPresence()) {
        slots.put(report.worker(), report.slots());
        turns.merge(report.worker(), report.turns(), Histogram::plus);
        seen.put(report.worker(), report.at());
        slotMillis += (double) report.slots() * report.covers().toMillis();
      }
      Instant begin = report.at().minus(report.covers());
      first = begin.isBefore(first) ? begin : first;
      for (RunCounts tally : report.tallies()) {
        byKey.merge(by.key(report, tally), tally, RunCounts::plus);
        total = total.plus(tally);
      }
    }
    for (Map.Entry<String, Instant> worker : seen.entrySet()) {
      Duration since = Duration.between(worker.getValue(), now);
      if (!since.isNegative()
          && since.compareTo(WorkerGroups.SILENT) < 0) { // it is there, and will say so
        slotMillis += (double) slots.getOrDefault(worker.getKey(), 0) * since.toMillis();
      }
    }
    return new Summary(
        Duration.ofMillis(Math.max(1_000, Duration.between(first, now).toMillis())),
        slots.size(),
        slots.values().stream().mapToInt(Integer::intValue).sum(),
        slotMillis == 0 ? 0 : Math.min(1, total.busy().toMillis() / slotMillis),
        byKey,
        total,
        turns);
  }

  /** Round trips of all workers. */
  public Histogram allTurns() {
    return turns.values().stream().reduce(Histogram.EMPTY, Histogram::plus);
  }

  /** Attempts in a second, on average. */
  public double perSecond(RunCounts tally) {
    return tally.attempts() * 1_000.0 / span.toMillis();
  }

  /** The share of attempts that failed, 0 to 1. */
  public static double failed(RunCounts tally) {
    return tally.attempts() == 0 ? 0 : (double) (tally.retried() + tally.dead()) / tally.attempts();
  }
}
