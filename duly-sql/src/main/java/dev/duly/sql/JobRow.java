package dev.duly.sql;

import dev.duly.backend.Claim;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.Labels;
import dev.duly.job.Payload;
import dev.duly.job.Streaks;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A job as the claiming statements select it; their columns stand in the order read here. Reading a
 * column costs as much as a tenth of all the rest, so that three of them say whether there is
 * anything to read in others, which mostly there is not.
 *
 * @param fence how often it has been claimed
 */
record JobRow(long seq, Job job, boolean cancelRequested, long fence) {

  static JobRow read(ResultSet row, Lane lane) throws SQLException {
    boolean hasHistory = row.getBoolean(12);
    boolean hasMore = row.getBoolean(19);
    Job job =
        new Job(
            new JobId(row.getString(2)),
            row.getString(3),
            lane.queue(),
            lane.level(),
            new Payload(
                row.getBytes(6),
                row.getString(4),
                row.getInt(5),
                hasMore ? text(row, 27) : Optional.empty()),
            hasHistory ? row.getInt(13) : 0,
            row.getInt(7),
            row.getString(8),
            Duration.ofMillis(row.getLong(9)),
            Instant.ofEpochMilli(row.getLong(10)),
            Instant.ofEpochMilli(row.getLong(11)),
            hasMore ? instant(row, 21) : Optional.empty(),
            hasHistory ? new Streaks(row.getInt(15), row.getInt(16), row.getInt(17)) : Streaks.NONE,
            hasMore ? labels(row) : Labels.NONE.withProducer(producer(row)));
    return new JobRow(
        row.getLong(1), job, hasHistory && row.getBoolean(18), hasHistory ? row.getLong(14) : 0);
  }

  private static Labels labels(ResultSet row) throws SQLException {
    return new Labels(
        text(row, 22),
        text(row, 23),
        LabelText.tags(row.getString(24)),
        LabelText.headers(row.getString(25)),
        producer(row));
  }

  private static Optional<String> producer(ResultSet row) throws SQLException {
    return row.getBoolean(20) ? text(row, 26) : Optional.empty();
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
