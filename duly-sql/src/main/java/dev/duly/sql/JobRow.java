package dev.duly.sql;

import dev.duly.backend.Claim;
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
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A job as the claiming statements select it; their columns stand in the order read here.
 *
 * @param fence how often it has been claimed
 */
record JobRow(long seq, Job job, boolean cancelRequested, long fence) {

  static JobRow read(ResultSet row) throws SQLException {
    return new JobRow(row.getLong(1), job(row), row.getBoolean(25), row.getLong(26));
  }

  private static Job job(ResultSet row) throws SQLException {
    return new Job(
        new JobId(row.getString(2)),
        row.getString(3),
        row.getString(5),
        Priority.of(row.getString(4)),
        new Payload(row.getBytes(9), row.getString(6), row.getInt(7), text(row, 8)),
        row.getInt(10),
        row.getInt(11),
        row.getString(12),
        Duration.ofMillis(row.getLong(13)),
        Instant.ofEpochMilli(row.getLong(14)),
        Instant.ofEpochMilli(row.getLong(15)),
        instant(row, 16),
        new Streaks(row.getInt(17), row.getInt(18), row.getInt(19)),
        labels(row));
  }

  private static Labels labels(ResultSet row) throws SQLException {
    Optional<String> unique = text(row, 20);
    Optional<String> group = text(row, 21);
    @Nullable String tags = row.getString(22);
    @Nullable String headers = row.getString(23);
    Optional<String> producer = text(row, 24);
    if (unique.isEmpty()
        && group.isEmpty()
        && tags == null
        && headers == null
        && producer.isEmpty()) {
      return Labels.NONE;
    }
    return new Labels(unique, group, LabelText.tags(tags), LabelText.headers(headers), producer);
  }

  /** The job, taken over from a lost lease: its attempt is used up (rule X2). */
  JobRow afterLostLease() {
    Job j = job;
    Job more =
        new Job(
            j.id(),
            j.type(),
            j.queue(),
            j.priority(),
            j.payload(),
            j.attempts() + 1,
            j.maxAttempts(),
            j.retry(),
            j.timeout(),
            j.createdAt(),
            j.scheduledAt(),
            j.expiresAt(),
            j.streaks().withOneMoreLost(),
            j.labels());
    return new JobRow(seq, more, cancelRequested, fence);
  }

  /** Claimed as it was read. */
  Claim claimed(SqliteToken token, String pool, Instant now, Duration lease) {
    return new Claim(job, token, pool, now, lease, cancelRequested, OptionalLong.of(fence));
  }

  /** As it is after one more claim. */
  JobRow claimedOnceMore() {
    return new JobRow(seq, job, cancelRequested, fence + 1);
  }

  private static Optional<String> text(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
