package dev.duly.rabbitmq;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The way of a message that is to wait: through queues of 64 ms, 128 ms, 256 ms and so on, whose
 * messages are passed on when their time is over; it goes through those that add up to its delay.
 * All of a queue wait equally long, so that none waits behind another. Pure.
 */
final class Ladder {
  /** How many queues there are. */
  static final int TIERS = 26;

  /** The time of the lowest. */
  static final Duration STEP = Duration.ofMillis(64);

  /** The longest time. */
  static final Duration LONGEST = STEP.multipliedBy((1L << TIERS) - 1);

  private Ladder() {}

  /** How many steps a delay is, rounded up: what waits is never early. 0: it does not wait. */
  static long steps(Duration delay) {
    if (delay.isNegative() || delay.isZero()) {
      return 0;
    }
    Duration most = delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    return (most.toNanos() + STEP.toNanos() - 1) / STEP.toNanos();
  }

  /** Where it begins: the longest of its times. */
  static int entry(long steps) {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(steps);
  }

  /** The routing key: of each queue whether it goes through it, the longest first, then its end. */
  static String key(long steps, String target) {
    StringBuilder key = new StringBuilder(2 * TIERS + target.length());
    for (int tier = TIERS - 1; tier >= 0; tier--) {
      key.append((steps >> tier) & 1).append('.');
    }
    return key.append(target).toString();
  }

  /** Which keys go through the queue of a tier, or past it. */
  static String pattern(int tier, boolean through) {
    return stars(TIERS - 1 - tier) + (through ? "1" : "0") + ".#";
  }

  /** Which keys end there. */
  static String end(String target) {
    return stars(TIERS) + target;
  }

  private static String stars(int count) {
    return IntStream.range(0, count).mapToObj(i -> "*.").collect(Collectors.joining());
  }

  /** How long a message waits in the queue of a tier. */
  static Duration time(int tier) {
    return STEP.multipliedBy(1L << tier);
  }
}
