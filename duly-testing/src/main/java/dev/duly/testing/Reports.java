package dev.duly.testing;

import dev.duly.backend.Statistics;
import dev.duly.backend.Tally;
import dev.duly.backend.WorkerReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The reports of an hour. */
final class Reports implements Statistics {
  private final InstantSource clock;
  // Guarded by this.
  private final List<WorkerReport> reports = new ArrayList<>();

  Reports(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void add(String worker, int slots, Duration covers, List<Tally> tallies) {
    Instant now = clock.instant();
    reports.removeIf(report -> report.at().isBefore(now.minus(KEPT)));
    reports.add(new WorkerReport(now, worker, slots, covers, List.copyOf(tallies)));
  }

  @Override
  public synchronized List<WorkerReport> since(Instant from) {
    return reports.stream()
        .filter(report -> !report.at().isBefore(from))
        .sorted(Comparator.comparing(WorkerReport::at).thenComparing(WorkerReport::worker))
        .toList();
  }
}
