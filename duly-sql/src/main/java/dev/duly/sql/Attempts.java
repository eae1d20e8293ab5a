package dev.duly.sql;

import dev.duly.job.AttemptRecord;
import dev.duly.job.Failure;
import dev.duly.job.JobId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what is kept of a job's attempts. */
final class Attempts {
  private Attempts() {}

  static List<AttemptRecord> of(Db db, JobId id) throws SQLException {
    PreparedStatement find = db.prepare("attempts");
    find.setString(1, id.value());
    List<AttemptRecord> attempts = new ArrayList<>();
    try (ResultSet row = find.executeQuery()) {
      while (row.next()) {
        attempts.add(
            new AttemptRecord(
                row.getInt(1),
                Instant.ofEpochMilli(row.getLong(2)),
                Instant.ofEpochMilli(row.getLong(3)),
                row.getString(4),
                row.getString(5),
                failure(row, 6)));
      }
    }
    return attempts;
  }

  static Optional<Failure> lastError(Db db, long seq) throws SQLException {
    PreparedStatement find = db.prepare("last_error");
    find.setLong(1, seq);
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? failure(row, 1) : Optional.empty();
    }
  }

  private static Optional<Failure> failure(ResultSet row, int from) throws SQLException {
    return row.getString(from) == null
        ? Optional.empty()
        : Optional.of(
            new Failure(
                row.getString(from),
                row.getString(from + 1),
                row.getString(from + 2),
                row.getString(from + 3)));
  }
}
