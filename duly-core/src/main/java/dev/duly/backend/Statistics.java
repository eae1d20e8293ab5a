package dev.duly.backend;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The room where workers report what they did, so that any process can show rates and times.
 * Reports are kept for an hour. They are about jobs, never part of what happens to one: a report
 * that is lost changes nothing else. Thread-safe.
 */
public interface Statistics {
  Duration KEPT = Duration.ofHours(1);

  /**
   * Keeps a report.
   *
   * @throws BackendException if the engine failed
   */
  void add(String worker, int slots, Duration covers, List<Tally> tallies);

  /** What arrived from then on and is still kept, the oldest first. */
  List<WorkerReport> since(Instant from);
}
