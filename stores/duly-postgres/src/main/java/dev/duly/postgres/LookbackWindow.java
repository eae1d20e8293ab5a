package dev.duly.postgres;

import dev.duly.backend.Claim;
import dev.duly.job.Priority;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How far back a session's claims look. While claims are quick they look everywhere. A transaction
 * that stays open keeps PostgreSQL from removing dead rows, and a claim that looks everywhere steps
 * over all of them. Then claims look only from shortly before the newest job that they have seen,
 * and after an attempt to look everywhere that took too long the session waits 20 × the excess over
 * 10 ms, at most 30 s, before it looks everywhere again. Jobs that became due with an earlier time
 * meanwhile, and leases that have ended, are found then.
 */
final class LookbackWindow {
  private static final int WATCHED = 3; // so many in a row must be slow: a slow one may be chance
  private static final long SPACING = 20;
  private static final long SPACED_NANOS_MAX = Duration.ofSeconds(30).toNanos();
  private static final long BACK_MILLIS = 200;

  private final LongSupplier nanoTime;
  private final int slowMicros;
  private final Map<Place, Long> seen = new HashMap<>();
  private final ArrayDeque<Integer> latest = new ArrayDeque<>();
  private long everywhereAgain;
  private boolean everywhere = true;

  private record Place(String queue, Priority level) {}

  /**
   * Looks everywhere at first.
   *
   * @param slowMicros from when on a look is too slow
   */
  LookbackWindow(LongSupplier nanoTime, int slowMicros) {
    this.slowMicros = slowMicros;
    this.nanoTime = nanoTime;
    this.everywhereAgain = nanoTime.getAsLong();
  }

  /** Whether the claim that comes now looks everywhere. */
  boolean looksEverywhere() {
    everywhere = nanoTime.getAsLong() - everywhereAgain >= 0;
    return everywhere;
  }

  /** The due time from which on it looks otherwise; 0 if it has seen nothing of this yet. */
  long since(String queue, Priority level) {
    return everywhere ? 0 : seen.getOrDefault(new Place(queue, level), 0L);
  }

  /**
   * What came of it.
   *
   * @param micros how long the engine looked
   */
  void saw(List<Claim> claims, int micros) {
    for (Claim claim : claims) {
      seen.merge(
          new Place(claim.job().queue(), claim.job().priority()),
          claim.job().scheduledAt().toEpochMilli() - BACK_MILLIS,
          Math::max);
    }
    if (everywhere) {
      latest.addLast(micros);
      if (latest.size() > WATCHED) {
        latest.removeFirst();
      }
      long tooLong = latest.size() < WATCHED ? 0 : quickest() - slowMicros;
      everywhereAgain =
          nanoTime.getAsLong() + Math.min(SPACED_NANOS_MAX, Math.max(0, tooLong) * 1_000 * SPACING);
    }
  }

  private int quickest() {
    return latest.stream().mapToInt(Integer::intValue).min().orElse(0);
  }
}
