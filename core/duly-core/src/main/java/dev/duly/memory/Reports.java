package dev.duly.memory;

import dev.duly.backend.room.RunCounts;
import dev.duly.backend.room.Statistics;
import dev.duly.backend.room.WorkerReport;
import dev.duly.backend.support.SessionReport;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reports of an hour. */
final class Reports implements Statistics {
  private final InstantSource clock;
  // Guarded by this.
  private final Map<Object, WorkerReport> reports = new LinkedHashMap<>();

  /** A row of a session's report. */
  private record Row(String worker, long number, String queue, String type) {}

  Reports(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void add(WorkerReport presence) {
    Instant now = clock.instant();
    reports.values().removeIf(report -> report.at().isBefore(now.minus(KEPT)));
    reports.put(new Object(), presence.at(now));
  }

  /** What a session has settled so far. */
  synchronized void put(String worker, SessionReport.Rows rows) {
    for (RunCounts tally : rows.tallies()) {
      reports.put(
          new Row(worker, rows.number(), tally.queue(), tally.type()),
          WorkerReport.settled(clock.instant(), worker, rows.covers(), List.of(tally)));
    }
  }

  @Override
  public synchronized List<WorkerReport> since(Instant from) {
    List<WorkerReport> since = new ArrayList<>(reports.values());
    since.removeIf(report -> report.at().isBefore(from));
    since.sort(
        Comparator.comparing((WorkerReport report) -> report.at())
            .thenComparing(WorkerReport::worker));
    return since;
  }
}
