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
  private long lost;
  private long released;
  private long cancelled;
  private long busyNanos;

  /** Whether there is anything to count: of what never ran, how it came and how it went. */
  static boolean counts(Settlement settlement) {
    return settlement.run().isPresent()
        || settlement instanceof Settlement.Release
        || settlement instanceof Settlement.Cancel
        || lostBefore(settlement) > 0;
  }

  /**
   * Leases that were lost since the job was last settled: a settlement ends that streak, unless it
   * gives the job back unrun.
   */
  private static int lostBefore(Settlement settlement) {
    boolean ends = settlement.run().isPresent() || !(settlement instanceof Settlement.Release);
    return ends ? settlement.claim().streaks().lost() : 0;
  }

  /** Adds one, or takes it away with -1. */
  void add(Settlement settlement, int by) {
    lost += by * (long) lostBefore(settlement);
    if (settlement instanceof Settlement.Release) {
      released += by;
    } else if (settlement instanceof Settlement.Cancel) {
      cancelled += by;
    }
    settlement.run().ifPresent(run -> add(settlement, run, by));
  }

  private void add(Settlement settlement, Run run, int by) {
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
        lost,
        released,
        cancelled,
        Duration.ofNanos(busyNanos),
        Histogram.of(waited),
        Histogram.of(ran));
  }
}
