package dev.duly.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * So many starts in each period, spread evenly, and so many at once after a time without any: the
 * generic cell rate algorithm. What has been taken of a rate is one number, the time until which it
 * is used up, in microseconds. An immutable value.
 *
 * @param starts 1 to 1,000,000
 * @param period 1 ms to 1 day
 * @param burst 1 to 100,000
 */
public record Rate(int starts, Duration period, int burst) {
  static final int STARTS_MAX = 1_000_000;
  static final int BURST_MAX = 100_000;
  static final Duration PERIOD_MIN = Duration.ofMillis(1);
  static final Duration PERIOD_MAX = Duration.ofDays(1);
  private static final Duration BURST_DEFAULT = Duration.ofMillis(100);

  /** With what 100 ms bring as its burst, 1 at least. */
  static Rate of(int starts, Duration period) {
    long micros = Math.max(1, micros(period));
    long brought = starts * micros(BURST_DEFAULT) / micros;
    return new Rate(starts, period, (int) Math.max(1, Math.min(BURST_MAX, brought)));
  }

  /** The time from one start to the next, in microseconds, rounded up. */
  public long gapMicros() {
    return Math.max(1, -Math.floorDiv(-micros(period), (long) starts));
  }

  /**
   * How many may start now.
   *
   * @param used until when it is used up
   */
  public long room(long used, long now) {
    return Math.max(0, Math.floorDiv(now + burst * gapMicros() - Math.max(used, now), gapMicros()));
  }

  /** Until when it is used up after so many starts. */
  public long taken(long used, long now, long starts) {
    return Math.max(used, now) + starts * gapMicros();
  }

  /** Until when it is used up without so many starts that came to nothing. */
  public long givenBack(long used, long starts) {
    return used - starts * gapMicros();
  }

  /** When the next one may start, at the earliest. */
  public long opensAt(long used) {
    return used - (burst - 1) * gapMicros();
  }

  /** Of a period that is too long or too short to be valid, the limit: the check tells of it. */
  private static long micros(Duration time) {
    Duration most = time.compareTo(PERIOD_MAX) > 0 ? PERIOD_MAX : time;
    return (most.isNegative() ? Duration.ZERO : most).toNanos() / 1_000;
  }

  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (starts < 1 || starts > STARTS_MAX) {
      problems.add("a rate must have 1 to 1,000,000 starts in its period, had " + starts);
    }
    if (period.compareTo(PERIOD_MIN) < 0 || period.compareTo(PERIOD_MAX) > 0) {
      problems.add("the period of a rate must be between 1ms and 1d, was " + Limit.text(period));
    }
    if (burst < 1 || burst > BURST_MAX) {
      problems.add("the burst of a rate must be between 1 and 100,000, was " + burst);
    }
    return problems;
  }

  /** As {@code 100/1s burst 10}. */
  @Override
  public String toString() {
    return starts + "/" + Limit.text(period) + " burst " + burst;
  }
}
