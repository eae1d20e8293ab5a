package dev.duly.postgres;

import dev.duly.backend.Token;

/**
 * A job of a claim.
 *
 * @param claim the claim's row
 * @param seq the job's row; its lowest six bits are its place in the claim's block
 */
record PostgresToken(long claim, long seq) implements Token {
  /** The job's bit in the masks of its block. */
  long bit() {
    return 1L << seq; // the place is what a shift takes of it
  }

  @Override
  public String text() {
    return Long.toHexString(claim) + "." + seq;
  }
}
