package dev.duly.sqlite;

import dev.duly.backend.Token;

/**
 * A job of a claimed run.
 *
 * @param run the claim row; also what the job's row carries while it is claimed
 * @param seq the job's row
 * @param index the job's place in the run, by row; neighbours can be settled as one range
 */
record SqliteToken(long run, long seq, int index) implements Token {
  @Override
  public String text() {
    return Long.toHexString(run) + "." + seq;
  }
}
