package dev.duly.sqlite;

import dev.duly.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * A claim row: the jobs of one lane, close together, that one claim took.
 *
 * @param token names it; its jobs carry the same number
 * @param lo its first job's row
 * @param hi its last job's row
 */
record ClaimRow(long token, long lo, long hi, Lane lane) {

  /** Its jobs that are still running, by row, at most so many. */
  List<JobRow> held(Tx tx, int max) throws SQLException {
    PreparedStatement held = tx.prepare("claim_held");
    held.setLong(1, lo);
    held.setLong(2, hi);
    held.setLong(3, token);
    held.setInt(4, max);
    return ClaimStatements.rows(held, lane, JobRow.Kind.NONE);
  }

  /** So many of its jobs are no longer its own; the last one ends it. */
  static void close(Tx tx, long token, int jobs) throws SQLException {
    PreparedStatement close = tx.prepare("claim_close");
    close.setInt(1, jobs);
    close.setLong(2, token);
    close.executeUpdate();
    PreparedStatement end = tx.prepare("claim_end");
    end.setLong(1, token);
    end.executeUpdate();
  }
}
