package dev.duly.backend.room;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The room where everybody sees what workers do, for an hour. What is settled is counted by the
 * session that settles it, in the same transaction: when {@link dev.duly.backend.Session#settle}
 * returns, it is here, and the kill of a worker loses no count of what was stored. Thread-safe.
 */
public interface Statistics {
  /** How long reports are kept. */
  Duration KEPT = Duration.ofHours(1);

  /**
   * A worker says that it is there, though it may have nothing to do.
   *
   * @param slots how many jobs it runs at once
   * @param covers for how long it has been there since it last said so
   * @throws dev.duly.backend.BackendException if the engine failed
   */
  void present(String worker, int slots, Duration covers);

  /** What is kept and went on then or later, by time. */
  List<WorkerReport> since(Instant from);
}
