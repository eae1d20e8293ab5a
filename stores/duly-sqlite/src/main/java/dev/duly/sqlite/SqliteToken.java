package dev.duly.sqlite;

import dev.duly.backend.Token;
import dev.duly.backend.support.TokenText;

/**
 * A job of a claimed run.
 *
 * @param run the claim row; also what the job's row carries while it is claimed
 * @param seq the job's row
 * @param index the job's place in the run, by row; neighbours can be settled as one range
 */
record SqliteToken(long run, long seq, int index) implements Token {
  static SqliteToken of(String text) {
    long[] numbers = TokenText.numbers(text, 3);
    if (numbers[2] >= ClaimStatements.RUNS_MAX) {
      throw TokenText.refused(text);
    }
    return new SqliteToken(numbers[0], numbers[1], (int) numbers[2]);
  }

  @Override
  public String text() {
    return TokenText.of(run, seq, index);
  }
}
