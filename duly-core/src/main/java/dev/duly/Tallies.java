package dev.duly;

import dev.duly.backend.Histogram;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Tally;
import dev.duly.job.Job;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what a worker does, by queue and type, until it is taken. Thread-safe. */
final class Tallies {
  private final InstantSource clock;
  // Guarded by this.
  private Map<Key, Counts> counts = new HashMap<>();

  private record Key(String queue, String type) {}

  Tallies(InstantSource clock) {
    this.clock = clock;
  }

  /** Those that ran; the lock is taken once for all. */
  void add(Collection<Ended> ended) {
    long now = clock.millis();
    synchronized (this) {
      for (Ended one : ended) {
        one.settlement().ifPresent(settlement -> add(settlement, now));
      }
    }
  }

  private void add(Settlement settlement, long nowMillis) {
    if (settlement.run().isPresent()) {
      Job job = settlement.claim().job();
      counts
          .computeIfAbsent(new Key(job.queue(), job.type()), key -> new Counts())
          .add(settlement, settlement.run().get(), nowMillis - job.scheduledAt().toEpochMilli());
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

    void add(Settlement settlement, Run run, long sinceDueMillis) {
      long ranNanos = run.ran().toNanos();
      waited[Histogram.bucket(sinceDueMillis * 1_000_000 - ranNanos)]++;
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
