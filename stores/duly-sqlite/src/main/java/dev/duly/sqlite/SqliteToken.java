package dev.duly.sqlite;

import dev.duly.backend.Token;
import dev.duly.backend.support.TokenText;

/**
 * A job of a claimed run.
 *
 * @param run the claim row; also what the job's row carries while it is claimed
 * @param seq the job's row
 * @param index the job's place in the run, by row; neighbours can be settled as one range
 * @param isGated whether turns were taken in its queue: then its end may concern others
 */
record SqliteToken(long run, long seq, int index, boolean isGated) implements Token {
  private static final int GATED = ClaimRuns.MAX; // no index reaches it

  static SqliteToken of(String text) {
    long[] numbers = TokenText.numbers(text, 3);
    if (numbers[2] >= 2 * GATED) {
      throw TokenText.refused(text);
    }
    int index = (int) numbers[2];
    return new SqliteToken(numbers[0], numbers[1], index % GATED, index >= GATED);
  }

  @Override
  public String text() {
    return TokenText.of(run, seq, isGated ? GATED + index : index);
  }
}
