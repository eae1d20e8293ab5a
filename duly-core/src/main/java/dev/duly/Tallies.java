package dev.duly;

import dev.duly.backend.Claim;
import dev.duly.backend.Histogram;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Tally;
import dev.duly.job.Job;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what a worker does, by queue and type, until it is taken. Thread-safe. */
final class Tallies {
  // Guarded by this.
  private Map<Key, Counts> counts = new HashMap<>();

  private record Key(String queue, String type) {}

  /** One that the store has applied; of no weight if its handler was not started. */
  synchronized void add(Settlement settlement) {
    if (settlement.run().isPresent()) {
      Job job = settlement.claim().job();
      counts
          .computeIfAbsent(new Key(job.queue(), job.type()), key -> new Counts())
          .add(settlement, settlement.run().get());
    }
  }

  /** What has been counted since the last time. */
  List<Tally> take() {
    Map<Key, Counts> taken;
    synchronized (this) {
      taken = counts;
      counts = new HashMap<>();
    }
    return taken.entrySet().stream().map(e -> e.getValue().tally(e.getKey())).toList();
  }

  private static final class Counts {
    private final long[] waited = new long[Histogram.BUCKETS];
    private final long[] ran = new long[Histogram.BUCKETS];
    private long completed;
    private long retried;
    private long dead;
    private long busyNanos;

    void add(Settlement settlement, Run run) {
      long ranNanos = run.ran().toNanos();
      waited[Histogram.bucket(waited(settlement.claim(), run).toNanos())]++;
      ran[Histogram.bucket(ranNanos)]++;
      busyNanos += ranNanos;
      if (settlement instanceof Settlement.Complete) {
        completed++;
      } else if (settlement instanceof Settlement.Retry) {
        retried++;
      } else if (settlement instanceof Settlement.DeadLetter) {
        dead++;
      }
    }

    /** By the engine's clock until the claim, by the worker's from there. */
    private static Duration waited(Claim claim, Run run) {
      Duration untilClaim = Duration.between(claim.job().scheduledAt(), claim.claimedAt());
      return untilClaim.isNegative() ? run.waited() : untilClaim.plus(run.waited());
    }

    Tally tally(Key key) {
      return new Tally(
          key.queue,
          key.type,
          completed,
          retried,
          dead,
          Duration.ofNanos(busyNanos),
          Histogram.of(waited),
          Histogram.of(ran));
    }
  }
}
