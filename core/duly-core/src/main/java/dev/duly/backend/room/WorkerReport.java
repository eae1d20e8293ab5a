package dev.duly.backend.room;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A worker's sign of life, or what one of its sessions settled in up to ten seconds.
 *
 * @param at when it was last written, by the engine's clock
 * @param slots how many jobs the worker runs at once; 0 if this is about what was settled
 * @param covers for how long it speaks, up to then
 * @param profile who the worker is; empty if this is about what was settled, or of an older version
 * @param turns how long its round trips to the backend took that settled or claimed without waiting
 * @param tallies by queue and type; none if this is a sign of life
 */
public record WorkerReport(
    Instant at,
    String worker,
    int slots,
    Duration covers,
    Optional<WorkerProfile> profile,
    Histogram turns,
    List<RunCounts> tallies) {
  /** A sign of life that says no more. */
  public static WorkerReport presence(Instant at, String worker, int slots, Duration covers) {
    return new WorkerReport(
        at, worker, slots, covers, Optional.empty(), Histogram.EMPTY, List.of());
  }

  /** What a session settled. */
  public static WorkerReport settled(
      Instant at, String worker, Duration covers, List<RunCounts> tallies) {
    return new WorkerReport(at, worker, 0, covers, Optional.empty(), Histogram.EMPTY, tallies);
  }

  /** Who it is, and how its round trips went. */
  public WorkerReport with(Optional<WorkerProfile> profile, Histogram turns) {
    return new WorkerReport(at, worker, slots, covers, profile, turns, tallies);
  }

  /** The same at another time. */
  public WorkerReport at(Instant at) {
    return new WorkerReport(at, worker, slots, covers, profile, turns, tallies);
  }

  /** Whether it says that the worker is there. */
  public boolean isPresence() {
    return slots > 0;
  }
}
