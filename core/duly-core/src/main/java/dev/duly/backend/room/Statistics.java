package dev.duly.backend.room;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The room where everybody sees what workers do, for an hour. What is settled is counted by the
 * session that settles it, in the same transaction: when {@link dev.duly.backend.Session#settle}
 * returns, it is here, and the kill of a worker loses no count of what was stored. Thread-safe.
 */
public interface Statistics {
  /** How long reports are kept. */
  Duration KEPT = Duration.ofHours(1);

  /** Who has been silent for longer is not there any more. */
  Duration LATELY = Duration.ofMinutes(1);

  /**
   * A worker says that it is there, and who it is, though it may have nothing to do.
   *
   * @param presence a sign of life; the engine puts its own time in place of the report's
   * @throws dev.duly.backend.BackendException if the engine failed
   */
  void add(WorkerReport presence);

  /** The last sign of life of each worker that gave one in the last minute, by name. */
  default List<WorkerReport> latest() {
    Map<String, WorkerReport> latest = new TreeMap<>();
    for (WorkerReport report : since(Instant.now().minus(LATELY))) {
      if (report.isPresence()) {
        latest.merge(
            report.worker(), report, (one, other) -> other.at().isBefore(one.at()) ? one : other);
      }
    }
    return List.copyOf(latest.values());
  }

  /** What is kept and went on then or later, by time. */
  List<WorkerReport> since(Instant from);
}
