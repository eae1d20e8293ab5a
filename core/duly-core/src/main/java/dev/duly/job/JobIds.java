package dev.duly.job;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;

/**
 * Makes ids that sort by time: {@code job_} and a UUIDv7 (RFC 9562) in Crockford's base 32, lower
 * case. The 12 bits after the milliseconds are their fraction (method 3 of section 6.2), and each
 * thread's ids ascend: what is enqueued together lies together in an index. The 62 random bits come
 * from a generator per thread that is seeded securely once: ids must not collide, they need not be
 * secret.
 */
public final class JobIds {
  private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final int LENGTH = 26; // 130 bits, the first two of them zero
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final ThreadLocal<Source> SOURCE = ThreadLocal.withInitial(Source::new);

  private final InstantSource clock;

  /** What a thread keeps. */
  private static final class Source {
    private final SplittableRandom random =
        new SplittableRandom(ByteBuffer.wrap(new SecureRandom().generateSeed(8)).getLong());
    private long last;

    /** Milliseconds and a 4096th of one, later than the last. */
    long tick(Instant now) {
      long seconds = now.getEpochSecond();
      long nanos = now.getNano();
      long fraction = nanos % NANOS_PER_MILLI * 4096 / NANOS_PER_MILLI;
      long tick = ((seconds * 1_000 + nanos / NANOS_PER_MILLI) << 12) | fraction;
      last = Math.max(last + 1, tick);
      return last;
    }
  }

  /** Whose times come from this clock. */
  public JobIds(InstantSource clock) {
    this.clock = clock;
  }

  /** A new one, later than the last of this thread. */
  public JobId next() {
    Source source = SOURCE.get();
    long tick = source.tick(clock.instant());
    long high = ((tick >>> 12) << 16) | 0x7000 | (tick & 0x0fff);
    long low = (1L << 63) | (source.random.nextLong() >>> 2);
    return new JobId(text(high, low));
  }

  private static String text(long high, long low) {
    char[] text = new char[4 + LENGTH];
    "job_".getChars(0, 4, text, 0);
    for (int i = LENGTH - 1; i >= 0; i--) {
      text[4 + i] = DIGITS[(int) (low & 31)];
      low = (low >>> 5) | (high << 59);
      high >>>= 5;
    }
    return new String(text);
  }
}
