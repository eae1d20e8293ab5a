package dev.duly.backend.support;

import dev.duly.backend.ClaimRef;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.room.Histogram;
import dev.duly.backend.room.RunCounts;
import java.time.Duration;

/** Adds settlements up to a tally, and takes them away again. Not thread-safe. */
final class Counts {
  private final long[] waited = new long[Histogram.BUCKETS];
  private final long[] ran = new long[Histogram.BUCKETS];
  private long completed;
  private long retried;
  private long dead;
  private long busyNanos;

  /** Adds one, or takes it away with -1. */
  void add(Settlement settlement, Run run, int by) {
    long ranNanos = run.ran().toNanos();
    waited[Histogram.bucket(waited(settlement.claim(), run).toNanos())] += by;
    ran[Histogram.bucket(ranNanos)] += by;
    busyNanos += by * ranNanos;
    if (settlement instanceof Settlement.Complete) {
      completed += by;
    } else if (settlement instanceof Settlement.Retry) {
      retried += by;
    } else if (settlement instanceof Settlement.DeadLetter) {
      dead += by;
    }
  }

  /** By the engine's clock until the claim, by the worker's from there. */
  private static Duration waited(ClaimRef claim, Run run) {
    Duration untilClaim = Duration.between(claim.scheduledAt(), claim.claimedAt());
    return untilClaim.isNegative() ? run.waited() : untilClaim.plus(run.waited());
  }

  RunCounts tally(String queue, String type) {
    return new RunCounts(
        queue,
        type,
        completed,
        retried,
        dead,
        Duration.ofNanos(busyNanos),
        Histogram.of(waited),
        Histogram.of(ran));
  }
}
