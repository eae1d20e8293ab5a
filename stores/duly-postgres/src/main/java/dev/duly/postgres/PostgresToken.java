package dev.duly.postgres;

import dev.duly.backend.Token;
import dev.duly.backend.support.TokenText;

/**
 * A job of a claim.
 *
 * @param claim the claim's row
 * @param seq the job's row; its lowest six bits are its place in the claim's block
 */
record PostgresToken(long claim, long seq) implements Token {
  static PostgresToken of(String text) {
    long[] numbers = TokenText.numbers(text, 2);
    return new PostgresToken(numbers[0], numbers[1]);
  }

  /** The job's bit in the masks of its block. */
  long bit() {
    return 1L << seq; // the place is what a shift takes of it
  }

  @Override
  public String text() {
    return TokenText.of(claim, seq);
  }
}
