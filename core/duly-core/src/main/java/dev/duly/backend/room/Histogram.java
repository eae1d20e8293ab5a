package dev.duly.backend.room;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How many durations were about how long: 8 buckets for each power of two of microseconds, so that
 * a percentile is at most an eighth too long; up to 12 days. The text form, {@code "40:12 41:3"},
 * has bucket and count of those that are not empty. An immutable value.
 */
public final class Histogram {
  /** How many buckets there are. */
  public static final int BUCKETS = 320;

  public static final Histogram EMPTY = new Histogram(new long[BUCKETS]);
  private static final int STEPS = 8;
  private static final int STEP_BITS = 3;

  private final long[] counts;

  private Histogram(long[] counts) {
    this.counts = counts;
  }

  /**
   * A copy of these counts.
   *
   * @param counts by {@link #bucket}
   */
  public static Histogram of(long[] counts) {
    return new Histogram(Arrays.copyOf(counts, BUCKETS));
  }

  /** The inverse of {@link #text}. */
  public static Histogram of(String text) {
    long[] counts = new long[BUCKETS];
    for (String entry : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      int colon = entry.indexOf(':');
      counts[Integer.parseInt(entry, 0, colon, 10)] =
          Long.parseLong(entry, colon + 1, entry.length(), 10);
    }
    return new Histogram(counts);
  }

  /** Where a duration counts; a negative one counts as zero. */
  public static int bucket(long nanos) {
    long micros = Math.max(0, nanos / 1_000);
    if (micros < STEPS) {
      return (int) micros;
    }
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
    int step = (int) (micros >> (power - STEP_BITS)) & (STEPS - 1);
    return Math.min(BUCKETS - 1, (power - STEP_BITS + 1) * STEPS + step);
  }

  /** The first duration that counts in the next bucket. */
  private static Duration end(int bucket) {
    if (bucket < STEPS) {
      return Duration.ofNanos((bucket + 1) * 1_000L);
    }
    int shift = bucket / STEPS - 1;
    return Duration.ofNanos(((STEPS + bucket % STEPS + 1L) << shift) * 1_000L);
  }

  public Histogram plus(Histogram other) {
    return new Histogram(
        IntStream.range(0, BUCKETS).mapToLong(i -> counts[i] + other.counts[i]).toArray());
  }

  public long count() {
    return Arrays.stream(counts).sum();
  }

  /**
   * The duration that this share of all did not exceed, {@code 0.99} for p99; zero if there are
   * none.
   */
  public Duration percentile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * count()));
    long seen = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      seen += counts[bucket];
      if (seen >= rank) {
        return end(bucket);
      }
    }
    return Duration.ZERO;
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < BUCKETS; i++) {
      if (counts[i] > 0) {
        text.append(text.length() == 0 ? "" : " ").append(i).append(':').append(counts[i]);
      }
    }
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Histogram histogram && Arrays.equals(counts, histogram.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return text();
  }
}
