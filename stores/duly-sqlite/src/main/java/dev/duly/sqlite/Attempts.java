package dev.duly.sqlite;

import dev.duly.backend.room.ErrorGroup;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Failure;
import dev.duly.job.JobId;
import dev.duly.job.JobRef;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what is kept of jobs' attempts, from rows whose columns stand in the order read here. */
final class Attempts {
  private Attempts() {}

  static List<AttemptRecord> of(Db db, JobRef job) throws SQLException {
    PreparedStatement find = db.prepare("attempts");
    find.setString(1, job.id().value());
    find.setString(2, job.queue());
    try (ResultSet rows = find.executeQuery()) {
      return records(rows);
    }
  }

  /** All there are. */
  static List<AttemptRecord> records(ResultSet row) throws SQLException {
    List<AttemptRecord> attempts = new ArrayList<>();
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
    return attempts;
  }

  static Optional<Failure> lastError(Db db, long seq) throws SQLException {
    PreparedStatement find = db.prepare("last_error");
    find.setLong(1, seq);
    try (ResultSet row = find.executeQuery()) {
      return error(row);
    }
  }

  /** Of the first row, if there is one. */
  static Optional<Failure> error(ResultSet row) throws SQLException {
    return row.next() ? failure(row, 1) : Optional.empty();
  }

  static List<ErrorGroup> byFingerprint(Db db, int limit) throws SQLException {
    PreparedStatement find = db.prepare("errors");
    find.setInt(1, limit);
    try (ResultSet rows = find.executeQuery()) {
      return groups(rows);
    }
  }

  /** All there are. */
  static List<ErrorGroup> groups(ResultSet row) throws SQLException {
    List<ErrorGroup> groups = new ArrayList<>();
    while (row.next()) {
      groups.add(
          new ErrorGroup(
              new Failure(row.getString(2), row.getString(3), row.getString(4), row.getString(1)),
              row.getLong(5),
              row.getLong(6),
              row.getLong(7),
              Instant.ofEpochMilli(row.getLong(8)),
              Instant.ofEpochMilli(row.getLong(9)),
              new JobRef(row.getString(12), new JobId(row.getString(10))),
              row.getString(11)));
    }
    return groups;
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
