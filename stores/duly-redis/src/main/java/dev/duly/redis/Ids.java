package dev.duly.redis;

import dev.duly.job.JobId;
import java.util.Arrays;

/**
 * Ids as Redis keeps them, three or four times each: those that we make as {@code ~} and the 16
 * bytes that they stand for, instead of 30 characters; others as they are.
 */
final class Ids {
  private static final String BEFORE = "job_";
  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int LENGTH = 30; // 26 digits, of which the first has three bits, not five
  private static final byte MADE = '~'; // begins no id
  private static final int BYTES = 17;

  /** Values of digits by their character; -1 for what is none. */
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < DIGITS.length(); i++) {
      VALUES[DIGITS.charAt(i)] = (byte) i;
    }
  }

  private Ids() {}

  static byte[] bytes(JobId id) {
    String text = id.value();
    if (text.length() != LENGTH || !text.startsWith(BEFORE) || text.charAt(4) > '7') {
      return Bytes.latin(text);
    }
    long high = 0;
    long low = 0;
    for (int i = BEFORE.length(); i < LENGTH; i++) {
      int value = VALUES[text.charAt(i) & 127]; // an id is ASCII
      if (value < 0) {
        return Bytes.latin(text);
      }
      high = (high << 5) | (low >>> 59);
      low = (low << 5) | value;
    }
    return new Bytes(BYTES).number(MADE, 1).number(high, 8).number(low, 8).done();
  }

  static JobId of(byte[] stored) {
    if (stored.length != BYTES || stored[0] != MADE) {
      return new JobId(Bytes.latin(stored));
    }
    Bytes.Reader in = new Bytes.Reader(stored, 1);
    long high = in.number(8);
    long low = in.number(8);
    char[] text = new char[LENGTH];
    BEFORE.getChars(0, BEFORE.length(), text, 0);
    for (int i = LENGTH - 1; i >= BEFORE.length(); i--) {
      text[i] = DIGITS.charAt((int) (low & 31));
      low = (low >>> 5) | (high << 59);
      high >>>= 5;
    }
    return new JobId(new String(text));
  }
}
