package dev.duly.postgres;

import dev.duly.backend.Claim;
import dev.duly.backend.support.LabelText;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.Labels;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.job.Streaks;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads claims as {@code held.sql} selects them, column by column in its order. */
final class HeldRow {
  private HeldRow() {}

  static List<Claim> claims(ResultSet row, ClaimRequest request) throws SQLException {
    List<Claim> claims = new ArrayList<>();
    int[] taken = new int[request.demands().size()];
    while (row.next()) {
      claims.add(claim(row, request, taken));
    }
    return claims;
  }

  private static Claim claim(ResultSet row, ClaimRequest request, int[] taken) throws SQLException {
    Job job = job(row);
    return new Claim(
        job,
        new PostgresToken(row.getLong(1), row.getLong(5)),
        request.poolOf(job, taken),
        Instant.ofEpochMilli(row.getLong(3)),
        request.info().lease(),
        row.getBoolean(4),
        OptionalLong.of(row.getLong(2)));
  }

  private static Job job(ResultSet row) throws SQLException {
    return new Job(
        new JobId(row.getString(6)),
        row.getString(7),
        row.getString(8),
        Priority.of(row.getString(9)),
        new Payload(row.getBytes(10), row.getString(11), row.getInt(12), text(row, 13)),
        row.getInt(19),
        row.getInt(14),
        row.getString(15),
        Duration.ofMillis(row.getLong(16)),
        Instant.ofEpochMilli(row.getLong(17)),
        Instant.ofEpochMilli(row.getLong(18)),
        instant(row, 23),
        new Streaks(row.getInt(20), row.getInt(21), row.getInt(22)),
        labels(row));
  }

  private static Labels labels(ResultSet row) throws SQLException {
    return new Labels(
        text(row, 24),
        text(row, 25),
        LabelText.tags(row.getString(26)),
        LabelText.headers(row.getString(27)),
        text(row, 28));
  }

  private static Optional<String> text(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
