package dev.duly.engine;

import dev.duly.backend.room.Histogram;

/** How long round trips to the backend took since this was last asked. Thread-safe. */
final class TurnTimes {
  // Guarded by this.
  private long[] counts = new long[Histogram.BUCKETS];

  synchronized void add(long nanos) {
    counts[Histogram.bucket(nanos)]++;
  }

  /** Those so far, which are forgotten. */
  synchronized Histogram take() {
    Histogram taken = Histogram.of(counts);
    counts = new long[Histogram.BUCKETS];
    return taken;
  }
}
