package dev.duly.backend.support;

import dev.duly.backend.room.Gauge;
import dev.duly.backend.room.Gauges;
import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.Inspector;
import java.time.InstantSource;
import java.util.List;

/** The gauges of a store, which keeps count of its queues. Thread-safe. */
final class GaugesOf implements Gauges {
  private static final InstantSource CLOCK = InstantSource.system();

  private final Inspector inspector;

  GaugesOf(Inspector inspector) {
    this.inspector = inspector;
  }

  @Override
  public List<Gauge> queues() {
    return inspector.queues().stream().map(queue -> Gauge.of(queue, CLOCK.instant())).toList();
  }

  @Override
  public List<HealthIssue> health() {
    return inspector.health();
  }
}
