package dev.duly.postgres;

import dev.duly.backend.support.LabelText;
import dev.duly.backend.support.Listing;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
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

/** Rows of the database, for a list of them. */
record PostgresListing(Db db) implements Listing.Source<SQLException> {
  /** The jobs of these ids, each with its latest error. */
  List<JobRecord> find(List<String> ids) throws SQLException {
    List<JobRecord> found = new ArrayList<>();
    try (ResultSet row = db.prepare("find").texts(new ArrayList<>(ids)).query()) {
      while (row.next()) {
        found.add(row(row).record().withLastError(error(row)));
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
        new JobRecord(
            job(row),
            JobState.of(row.getString("state")),
            row.getInt("lost"),
            row.getBoolean("cancel_requested"),
            text(row, "park_reason").map(ParkReason::parse),
            instant(row, "started_at"),
            instant(row, "finished_at"),
            instant(row, "lease_until"),
            text(row, "worker"),
            Optional.empty(),
            text(row, "reason"),
            text(row, "result_type").isEmpty()
                ? Optional.empty()
                : Optional.of(new Payload(row.getBytes("result"), row.getString("result_type"))),
            text(row, "copied_from").map(JobId::new));
    return new Listing.Row(row.getLong("seq"), record);
  }

  private static Job job(ResultSet row) throws SQLException {
    return new Job(
        new JobId(row.getString("id")),
        row.getString("type"),
        row.getString("queue"),
        Priority.of(row.getString("priority")),
        new Payload(
            row.getBytes("payload"),
            row.getString("content_type"),
            row.getInt("payload_version"),
            text(row, "key_id")),
        row.getInt("attempts"),
        row.getInt("max_attempts"),
        row.getString("retry"),
        Duration.ofMillis(row.getLong("timeout")),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("scheduled_at")),
        instant(row, "expires_at"),
        new Streaks(
            row.getInt("lost_streak"), row.getInt("released_streak"), row.getInt("parked_streak")),
        new Labels(
            text(row, "unique_key"),
            text(row, "group_key"),
            LabelText.tags(row.getString("tags")),
            LabelText.headers(row.getString("headers")),
            text(row, "producer")));
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
