package dev.duly.postgres;

import dev.duly.backend.Claim;
import dev.duly.backend.ClaimRef;
import dev.duly.backend.support.LabelText;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobSpec;
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
    PostgresToken token = new PostgresToken(row.getLong(1), row.getLong(5));
    return new Claim(
        ClaimRef.of(job, token, Instant.ofEpochMilli(row.getLong(3))),
        job,
        request.poolOf(job, taken),
        request.info().lease(),
        row.getBoolean(4),
        OptionalLong.of(row.getLong(2)));
  }

  private static Job job(ResultSet row) throws SQLException {
    Payload payload =
        new Payload(row.getBytes(10), row.getString(11), row.getInt(12), text(row, 13));
    Instant createdAt = Instant.ofEpochMilli(row.getLong(17));
    return Job.builder(new JobId(row.getString(6)), spec(row), payload, createdAt)
        .attempts(row.getInt(19))
        .scheduledAt(Instant.ofEpochMilli(row.getLong(18)))
        .expiresAt(instant(row, 23))
        .streaks(new Streaks(row.getInt(20), row.getInt(21), row.getInt(22)))
        .build();
  }

  private static JobSpec spec(ResultSet row) throws SQLException {
    return JobSpec.builder(row.getString(7), row.getString(8))
        .priority(Priority.of(row.getString(9)))
        .maxAttempts(row.getInt(14))
        .retry(row.getString(15))
        .timeout(Duration.ofMillis(row.getLong(16)))
        .labels(labels(row))
        .build();
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
