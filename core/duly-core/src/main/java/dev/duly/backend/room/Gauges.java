package dev.duly.backend.room;

import java.util.List;

/**
 * How much is where, and whether all is well; what an engine does not say is empty. Thread-safe.
 */
public interface Gauges {
  /** Every queue that the backend knows, by name. */
  List<Gauge> queues();

  /** Whether the engine is sound and has room. */
  List<HealthIssue> health();
}
