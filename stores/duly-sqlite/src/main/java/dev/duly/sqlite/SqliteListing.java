package dev.duly.sqlite;

import dev.duly.backend.support.LabelText;
import dev.duly.backend.support.Listing;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import dev.duly.job.Labels;
import dev.duly.job.ParkReason;
import dev.duly.job.Payload;
import dev.duly.job.Priority;
import dev.duly.job.Streaks;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of the file, for a list of them. */
record SqliteListing(Db db) implements Listing.Source<SQLException> {
  @Override
  public Optional<JobRecord> find(String id) throws SQLException {
    Optional<Listing.Row> row = row(id);
    return row.isEmpty() ? Optional.empty() : Optional.of(withError(row.get()));
  }

  /** Without its latest error. */
  Optional<Listing.Row> row(String id) throws SQLException {
    PreparedStatement find = db.prepare("find");
    find.setString(1, id);
    return rows(find).stream().findFirst();
  }

  @Override
  public List<Listing.Row> newest(Listing.Narrowing by, long beforeSeq, int limit)
      throws SQLException {
    PreparedStatement list = db.prepare("list");
    bind(list, by.state(), by.queue(), by.type());
    list.setLong(4, beforeSeq);
    list.setInt(5, limit);
    return rows(list);
  }

  @Override
  public List<Listing.Row> dead(
      Listing.Narrowing by, long beforeFinishedAt, long beforeSeq, int limit) throws SQLException {
    PreparedStatement list = db.prepare("list_dead");
    bind(list, by.queue(), by.type());
    list.setLong(3, beforeFinishedAt);
    list.setLong(4, beforeSeq);
    list.setInt(5, limit);
    return rows(list);
  }

  private static void bind(PreparedStatement list, @Nullable String... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      list.setString(i + 1, values[i]);
    }
  }

  @Override
  public JobRecord withError(Listing.Row row) throws SQLException {
    return row.record().withLastError(Attempts.lastError(db, row.seq()));
  }

  private static List<Listing.Row> rows(PreparedStatement select) throws SQLException {
    List<Listing.Row> rows = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
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
