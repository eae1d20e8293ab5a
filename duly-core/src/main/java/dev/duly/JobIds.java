package dev.duly;

import dev.duly.job.JobId;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.SplittableRandom;

/**
 * Makes ids that sort by time: {@code job_} and a UUIDv7 (RFC 9562) in Crockford's base 32, lower
 * case. Its randomness comes from a generator per thread that is seeded securely once: ids must not
 * collide, they need not be secret.
 */
final class JobIds {
  private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final int LENGTH = 26; // 130 bits, the first two of them zero
  private static final ThreadLocal<SplittableRandom> RANDOM =
      ThreadLocal.withInitial(
          () ->
              new SplittableRandom(ByteBuffer.wrap(new SecureRandom().generateSeed(8)).getLong()));

  private final InstantSource clock;

  JobIds(InstantSource clock) {
    this.clock = clock;
  }

  JobId next() {
    SplittableRandom random = RANDOM.get();
    long high = (clock.millis() << 16) | 0x7000 | (random.nextLong() & 0x0fff);
    long low = (1L << 63) | (random.nextLong() >>> 2);
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
