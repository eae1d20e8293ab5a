package dev.duly.redis;

import dev.duly.backend.Token;
import dev.duly.backend.support.TokenText;
import dev.duly.job.JobId;
import java.util.Base64;

/**
 * The record of a claim: which claim of its queue it was, when, by whom, and twelve bytes that the
 * session made before it asked. All jobs of one claim share it, and with the job's id it names one
 * claim of one job.
 *
 * @param claim the record, a byte to a character
 * @param id of the job, as it is kept, a byte to a character
 */
record RedisToken(String claim, String id) implements Token {
  private static final int RECORD_BYTES_MIN = 24; // without the worker's name
  private static final char BEFORE_ID = '.'; // no digit of Base64

  static RedisToken of(String text) {
    int end = text.indexOf(BEFORE_ID);
    try {
      byte[] record = Base64.getUrlDecoder().decode(text.substring(0, Math.max(0, end)));
      if (record.length >= RECORD_BYTES_MIN) {
        JobId id = new JobId(text.substring(end + 1));
        return new RedisToken(Bytes.latin(record), Bytes.latin(Ids.bytes(id)));
      }
    } catch (IllegalArgumentException e) {
      // said below, with the whole text
    }
    throw TokenText.refused(text);
  }

  /** A claim's number in its queue: it increases. */
  long fence() {
    return new Bytes.Reader(Bytes.latin(claim), 0).number(6);
  }

  @Override
  public String text() {
    String record = Base64.getUrlEncoder().withoutPadding().encodeToString(Bytes.latin(claim));
    return record + BEFORE_ID + Ids.of(Bytes.latin(id)).value();
  }
}
