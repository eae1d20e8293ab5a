package dev.duly.sqlite;

import dev.duly.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A claim row: the jobs of one lane, close together, that one claim took.
 *
 * @param token names it; its jobs carry the same number
 * @param lo its first job's row
 * @param hi its last job's row
 */
record ClaimRow(long token, long lo, long hi, Lane lane) {

  /** Those of a lane whose lease has ended. */
  static List<ClaimRow> overdue(Tx tx, Lane lane) throws SQLException {
    PreparedStatement overdue = tx.prepare("claim_overdue");
    overdue.setLong(1, tx.now);
    overdue.setLong(2, lane.number());
    List<ClaimRow> runs = new ArrayList<>();
    try (ResultSet row = overdue.executeQuery()) {
      while (row.next()) {
        runs.add(new ClaimRow(row.getLong(1), row.getLong(2), row.getLong(3), lane));
      }
    }
    return runs;
  }

  /** Its jobs that are still running, by row, at most so many. */
  List<JobRow> held(Tx tx, int max) throws SQLException {
    PreparedStatement held = tx.prepare("claim_held");
    held.setLong(1, lo);
    held.setLong(2, hi);
    held.setLong(3, token);
    held.setInt(4, max);
    return JobRow.all(held, lane, JobRow.Kind.NONE);
  }

  /** The attempts of its jobs between two rows are lost, and kept as such; so many were. */
  int remember(Tx tx, long from, long to) throws SQLException {
    PreparedStatement lost = tx.prepare("claim_lost");
    lost.setLong(1, tx.now);
    lost.setLong(2, from);
    lost.setLong(3, to);
    lost.setLong(4, token);
    return lost.executeUpdate();
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

  /**
   * An update reads the same rows as the select before it, or something is wrong with the file or
   * with us.
   */
  static void requireAll(int jobs, int changed) {
    if (changed != jobs) {
      throw new IllegalStateException("selected " + jobs + " jobs, took " + changed);
    }
  }
}
