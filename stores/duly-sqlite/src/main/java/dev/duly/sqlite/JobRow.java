package dev.duly.sqlite;

import dev.duly.backend.Claim;
import dev.duly.backend.ClaimRef;
import dev.duly.backend.support.LabelText;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobSpec;
import dev.duly.job.Labels;
import dev.duly.job.Payload;
import dev.duly.job.Streaks;
import dev.duly.sqlite.Lanes.Lane;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A job as the claiming statements select it; their columns stand in the order read here. Reading a
 * column costs as much as a tenth of all the rest, so one of them says whether there is anything to
 * read in others, which mostly there is not.
 *
 * @param fence how often it has been claimed
 */
record JobRow(long seq, Job job, boolean cancelRequested, long fence) {
  private static final int FLAGS = 6;
  private static final int HAS_HISTORY = 1;
  private static final int HAS_RARE = 2;
  private static final int HAS_PRODUCER = 4;
  private static final int IS_OF_THE_KIND = 8;
  private static final int KIND = 7;
  private static final int HISTORY = KIND + 6;
  private static final int RARE = HISTORY + 6;
  private static final int PRODUCER = RARE + 6;

  /** What a claiming statement selects. */
  static List<JobRow> all(PreparedStatement select, Lane lane, Kind seen) throws SQLException {
    List<JobRow> rows = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        rows.add(read(row, lane, seen));
      }
    }
    return rows;
  }

  /**
   * The row that the select stands on.
   *
   * @param seen the kind of the job before, that the statement was told
   */
  private static JobRow read(ResultSet row, Lane lane, Kind seen) throws SQLException {
    int flags = row.getInt(FLAGS);
    boolean hasHistory = (flags & HAS_HISTORY) != 0;
    boolean hasRare = (flags & HAS_RARE) != 0;
    Kind kind = (flags & IS_OF_THE_KIND) != 0 ? seen : Kind.read(row, KIND);
    Optional<String> producer =
        (flags & HAS_PRODUCER) == 0 ? Optional.empty() : text(row, PRODUCER);
    Payload payload =
        new Payload(
            row.getBytes(3),
            kind.contentType(),
            kind.payloadVersion(),
            hasRare ? text(row, RARE + 5) : Optional.empty());
    JobSpec spec =
        kind.spec(lane, hasRare ? labels(row, producer) : Labels.NONE.withProducer(producer));
    Job.Builder job =
        Job.builder(
                new JobId(row.getString(2)), spec, payload, Instant.ofEpochMilli(row.getLong(4)))
            .scheduledAt(Instant.ofEpochMilli(row.getLong(5)));
    if (hasHistory) {
      job.attempts(row.getInt(HISTORY)).streaks(streaks(row));
    }
    if (hasRare) {
      job.expiresAt(instant(row, RARE));
    }
    return new JobRow(
        row.getLong(1),
        job.build(),
        hasHistory && row.getBoolean(HISTORY + 5),
        hasHistory ? row.getLong(HISTORY + 1) : 0);
  }

  /** Its kind, for the statement that reads the next. */
  Kind kind() {
    return new Kind(
        job.type(),
        job.payload().contentType(),
        job.payload().version(),
        job.maxAttempts(),
        job.retry(),
        job.timeout().toMillis());
  }

  private static Streaks streaks(ResultSet row) throws SQLException {
    return new Streaks(row.getInt(HISTORY + 2), row.getInt(HISTORY + 3), row.getInt(HISTORY + 4));
  }

  private static Labels labels(ResultSet row, Optional<String> producer) throws SQLException {
    return new Labels(
        text(row, RARE + 1),
        text(row, RARE + 2),
        LabelText.tags(row.getString(RARE + 3)),
        LabelText.headers(row.getString(RARE + 4)),
        producer);
  }

  /** The job, taken over from a lost lease: its attempt is used up (rule X2). */
  JobRow afterLostLease() {
    Job more =
        job.toBuilder()
            .attempts(job.attempts() + 1)
            .streaks(job.streaks().withOneMoreLost())
            .build();
    return new JobRow(seq, more, cancelRequested, fence);
  }

  /** Claimed as it was read. */
  Claim claimed(SqliteToken token, String pool, Instant now, Duration lease) {
    ClaimRef ref = ClaimRef.of(job, token, now);
    return new Claim(ref, job, pool, lease, cancelRequested, OptionalLong.of(fence));
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

  /**
   * What jobs of one type mostly have in common. A claim asks the engine whether a job is of the
   * kind that was seen last: then these columns need not be read.
   */
  record Kind(
      String type,
      String contentType,
      int payloadVersion,
      int maxAttempts,
      String retry,
      long timeoutMillis) {
    /** Of no job. */
    static final Kind NONE = new Kind("", "", 0, 0, "", 0);

    /** From the column on where the six of them stand. */
    static Kind read(ResultSet row, int first) throws SQLException {
      return new Kind(
          row.getString(first),
          row.getString(first + 1),
          row.getInt(first + 2),
          row.getInt(first + 3),
          row.getString(first + 4),
          row.getLong(first + 5));
    }

    /** What jobs of this kind have in common in a lane. */
    JobSpec spec(Lane lane, Labels labels) {
      return JobSpec.builder(type, lane.queue())
          .priority(lane.level())
          .maxAttempts(maxAttempts)
          .retry(retry)
          .timeout(Duration.ofMillis(timeoutMillis))
          .labels(labels)
          .build();
    }

    /** Binds the six of them from this parameter on. */
    void bind(PreparedStatement statement, int first) throws SQLException {
      statement.setString(first, type);
      statement.setString(first + 1, contentType);
      statement.setInt(first + 2, payloadVersion);
      statement.setInt(first + 3, maxAttempts);
      statement.setString(first + 4, retry);
      statement.setLong(first + 5, timeoutMillis);
    }
  }
}
