package dev.duly.sqlite;

import dev.duly.backend.room.AuditRecord;
import dev.duly.backend.room.ErrorGroup;
import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.QueueRecord;
import dev.duly.backend.room.Retention;
import dev.duly.backend.support.Listing;
import dev.duly.job.AttemptRecord;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads on a connection of its own, beside the writer and never in its way. */
final class SqliteInspector implements Inspector, AutoCloseable {
  private final SqliteFile file;
  private final EngineClock clock;
  // Guarded by this.
  private final Db db;

  SqliteInspector(SqliteFile file, EngineClock clock) throws SQLException {
    this.file = file;
    this.clock = clock;
    this.db = file.connect();
  }

  /** Something to read. */
  interface Read<T> {
    T from(Db db) throws SQLException;
  }

  /** Reads while nobody else does. */
  synchronized <T> T read(String verb, Read<T> read) {
    try {
      return read.from(db);
    } catch (SQLException e) {
      throw file.trouble(verb, e);
    }
  }

  @Override
  public Optional<JobRecord> find(JobId id) {
    return read(
        "find",
        db -> {
          SqliteListing listing = new SqliteListing(db);
          Optional<Listing.Row> row = listing.find(id.value());
          return row.isEmpty() ? Optional.empty() : Optional.of(listing.withError(row.get()));
        });
  }

  @Override
  public JobPage list(JobQuery query) {
    return read(
        "list",
        db -> Listing.page(new SqliteListing(db), query, Instant.ofEpochMilli(clock.millis())));
  }

  @Override
  public List<AttemptRecord> attempts(JobId id) {
    return read("attempts", db -> Attempts.of(db, id));
  }

  @Override
  public List<ErrorGroup> errors(int limit) {
    return read("errors", db -> Attempts.byFingerprint(db, limit));
  }

  @Override
  public long ahead(JobId id) {
    return read("ahead", db -> Ahead.of(db, id, clock.millis()));
  }

  @Override
  public List<QueueRecord> queues() {
    return read(
        "queues",
        db -> {
          try (ResultSet rows = db.prepare("queue_list").executeQuery()) {
            return QueueRows.read(rows, SqliteInspector::firstDue);
          }
        });
  }

  @Override
  public List<AuditRecord> audit(int limit) {
    return read(
        "audit",
        db -> {
          PreparedStatement list = db.prepare("audit_list");
          list.setInt(1, limit);
          try (ResultSet rows = list.executeQuery()) {
            return AuditRows.read(rows);
          }
        });
  }

  @Override
  public List<String> pausedTypes() {
    return read("paused types", db -> PausedTypes.pausedTypes(db).stream().sorted().toList());
  }

  @Override
  public Optional<Retention> retention() {
    return read("retention", RetentionRow::of);
  }

  @Override
  public List<HealthIssue> health() {
    return read("check-up", db -> HealthCheck.of(db, file, clock.millis()));
  }

  @Override
  public synchronized void close() {
    try {
      db.close();
    } catch (SQLException e) {
      throw file.trouble("close", e);
    }
  }

  private static Optional<Instant> firstDue(ResultSet row) throws SQLException {
    long due = row.getLong(8);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(due));
  }
}
