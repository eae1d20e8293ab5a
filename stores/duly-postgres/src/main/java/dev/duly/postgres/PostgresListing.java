package dev.duly.postgres;

import dev.duly.backend.support.LabelText;
import dev.duly.backend.support.Listing;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobSpec;
import dev.duly.job.Labels;
import dev.duly.job.ParkReason;
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
import org.jspecify.annotations.Nullable;

/** Rows of the database, for a list of them. */
record PostgresListing(Db db) implements Listing.Source<SQLException> {
  /** The jobs of these ids, each with its latest error. */
  List<JobRecord> find(List<String> ids) throws SQLException {
    List<JobRecord> found = new ArrayList<>();
    try (ResultSet row = db.prepare("find").texts(new ArrayList<>(ids)).query()) {
      while (row.next()) {
        found.add(
            row(row).record().toBuilder()
                .lastError(error(row))
                .progress(NoteStatements.progress(row))
                .build());
      }
    }
    return found;
  }

  private static Optional<Failure> error(ResultSet row) throws SQLException {
    return row.getString("error") == null
        ? Optional.empty()
        : Optional.of(
            new Failure(
                row.getString("error"),
                row.getString("message"),
                row.getString("stack"),
                row.getString("error_group")));
  }

  @Override
  public Optional<JobRecord> find(String id) throws SQLException {
    return find(List.of(id)).stream().findFirst();
  }

  @Override
  public List<Listing.Row> newest(Listing.Narrowing by, long beforeSeq, int limit)
      throws SQLException {
    return rows(
        db.prepare("list")
            .text(by.state())
            .text(by.queue())
            .text(by.type())
            .integer(by.payloadBytesMax())
            .number(beforeSeq)
            .integer(limit));
  }

  @Override
  public List<Listing.Row> dead(
      Listing.Narrowing by, long beforeFinishedAt, long beforeSeq, int limit) throws SQLException {
    return rows(
        db.prepare("list_dead")
            .text(by.queue())
            .text(by.type())
            .integer(by.payloadBytesMax())
            .number(beforeFinishedAt)
            .number(beforeSeq)
            .integer(limit));
  }

  @Override
  public JobRecord withError(Listing.Row row) throws SQLException {
    try (ResultSet error = db.prepare("last_error").number(row.seq()).query()) {
      return row.record().withLastError(Attempts.error(error));
    }
  }

  private static List<Listing.Row> rows(Values select) throws SQLException {
    List<Listing.Row> rows = new ArrayList<>();
    try (ResultSet row = select.query()) {
      while (row.next()) {
        rows.add(row(row));
      }
    }
    return rows;
  }

  /** Read by the names of its columns, since people wait for it and not workers. */
  private static Listing.Row row(ResultSet row) throws SQLException {
    JobRecord record =
        JobRecord.builder(job(row), row.getString("state"))
            .lost(row.getInt("lost"))
            .cancelRequested(row.getBoolean("cancel_requested"))
            .parkReason(text(row, "park_reason").map(ParkReason::parse))
            .startedAt(instant(row, "started_at"))
            .finishedAt(instant(row, "finished_at"))
            .leaseUntil(instant(row, "lease_until"))
            .worker(text(row, "worker"))
            .deadReason(text(row, "reason"))
            .result(result(row))
            .sizes(row.getInt("payload_size"), row.getInt("result_size"))
            .build();
    return new Listing.Row(row.getLong("seq"), record);
  }

  private static Job job(ResultSet row) throws SQLException {
    Payload payload =
        new Payload(
            bytes(row, "payload"),
            row.getString("content_type"),
            row.getInt("payload_version"),
            text(row, "key_id"));
    Instant createdAt = Instant.ofEpochMilli(row.getLong("created_at"));
    return Job.builder(new JobId(row.getString("id")), spec(row), payload, createdAt)
        .attempts(row.getInt("attempts"))
        .scheduledAt(Instant.ofEpochMilli(row.getLong("scheduled_at")))
        .expiresAt(instant(row, "expires_at"))
        .streaks(
            new Streaks(
                row.getInt("lost_streak"),
                row.getInt("released_streak"),
                row.getInt("parked_streak")))
        .build();
  }

  private static JobSpec spec(ResultSet row) throws SQLException {
    return JobSpec.builder(row.getString("type"), row.getString("queue"))
        .priority(Priority.of(row.getString("priority")))
        .maxAttempts(row.getInt("max_attempts"))
        .retry(row.getString("retry"))
        .timeout(Duration.ofMillis(row.getLong("timeout")))
        .labels(
            new Labels(
                text(row, "unique_key"),
                text(row, "group_key"),
                LabelText.tags(row.getString("tags")),
                LabelText.headers(row.getString("headers")),
                text(row, "producer")))
        .build();
  }

  private static Optional<Payload> result(ResultSet row) throws SQLException {
    return text(row, "result_type").isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Payload(
                bytes(row, "result"),
                row.getString("result_type"),
                row.getInt("result_version"),
                text(row, "result_key_id")));
  }

  /** None if they were left out. */
  private static byte[] bytes(ResultSet row, String column) throws SQLException {
    byte @Nullable [] bytes = row.getBytes(column);
    return bytes == null ? new byte[0] : bytes;
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
