package dev.duly.backend.room;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A worker's sign of life, or what one of its sessions settled in up to ten seconds.
 *
 * @param at when it was last written, by the engine's clock
 * @param slots how many jobs the worker runs at once; 0 if this is about what was settled
 * @param covers for how long it speaks, up to then
 * @param tallies by queue and type; none if this is a sign of life
 */
public record WorkerReport(
    Instant at, String worker, int slots, Duration covers, List<RunCounts> tallies) {
  /** Whether it says that the worker is there. */
  public boolean isPresence() {
    return slots > 0;
  }
}
