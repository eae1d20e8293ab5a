package dev.duly.redis;

import dev.duly.backend.Token;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The record of a claim: which claim of its queue it was, when, by whom, and twelve bytes that the
 * session made before it asked. All jobs of one claim share it, and with the job's id it names one
 * claim of one job.
 *
 * @param claim the record, a byte to a character
 * @param id of the job, as it is kept, a byte to a character
 */
record RedisToken(String claim, String id) implements Token {
  private static final int MADE_BY_SESSION = 24;

  /** A claim's number in its queue: it increases. */
  long fence() {
    return new Bytes.Reader(Bytes.latin(claim), 0).number(6);
  }

  @Override
  public String text() {
    byte[] fixed = claim.substring(0, MADE_BY_SESSION).getBytes(StandardCharsets.ISO_8859_1);
    return HexFormat.of().formatHex(fixed) + "-" + Ids.of(Bytes.latin(id)).value();
  }
}
