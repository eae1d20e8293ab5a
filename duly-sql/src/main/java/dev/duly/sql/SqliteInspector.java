package dev.duly.sql;

import dev.duly.backend.AuditRecord;
import dev.duly.backend.Inspector;
import dev.duly.backend.JobQuery;
import dev.duly.backend.QueueRecord;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Failure;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads on a connection of its own, beside the writer and never in its way. */
final class SqliteInspector implements Inspector, AutoCloseable {
  private final SqliteFile file;
  // Guarded by this.
  private final Db db;

  SqliteInspector(SqliteFile file) throws SQLException {
    this.file = file;
    this.db = file.connect();
  }

  private interface Read<T> {
    T from(Db db) throws SQLException;
  }

  private synchronized <T> T read(String verb, Read<T> read) {
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
          PreparedStatement find = db.prepare("find");
          find.setString(1, id.value());
          return records(find).stream().findFirst();
        });
  }

  @Override
  public List<JobRecord> list(JobQuery query) {
    return read(
        "list",
        db -> {
          boolean dead = query.state().equals(Optional.of(JobState.DEAD));
          PreparedStatement list = db.prepare(dead ? "list_dead" : "list");
          int at = 1;
          if (!dead) {
            list.setString(at++, query.state().map(JobState::text).orElse(null));
          }
          list.setString(at++, query.queue().orElse(null));
          list.setString(at++, query.type().orElse(null));
          list.setInt(at, query.limit());
          return records(list);
        });
  }

  @Override
  public List<AttemptRecord> attempts(JobId id) {
    return read(
        "attempts",
        db -> {
          PreparedStatement find = db.prepare("attempts");
          find.setString(1, id.value());
          List<AttemptRecord> attempts = new ArrayList<>();
          try (ResultSet row = find.executeQuery()) {
            while (row.next()) {
              attempts.add(attempt(row));
            }
          }
          return attempts;
        });
  }

  private static AttemptRecord attempt(ResultSet row) throws SQLException {
    return new AttemptRecord(
        row.getInt(1),
        Instant.ofEpochMilli(row.getLong(2)),
        Instant.ofEpochMilli(row.getLong(3)),
        row.getString(4),
        row.getString(5),
        row.getString(6) == null
            ? Optional.empty()
            : Optional.of(
                new Failure(
                    row.getString(6), row.getString(7), row.getString(8), row.getString(9))));
  }

  @Override
  public List<QueueRecord> queues() {
    return read(
        "queues",
        db -> {
          List<QueueRecord> queues = new ArrayList<>();
          try (ResultSet row = db.prepare("queue_list").executeQuery()) {
            while (row.next()) {
              queues.add(
                  new QueueRecord(
                      row.getString(1),
                      row.getString(2) != null,
                      row.getLong(3),
                      row.getLong(4),
                      row.getLong(5),
                      row.getLong(6),
                      row.getLong(7)));
            }
          }
          return queues;
        });
  }

  @Override
  public List<AuditRecord> audit(int limit) {
    return read(
        "audit",
        db -> {
          PreparedStatement list = db.prepare("audit_list");
          list.setInt(1, limit);
          List<AuditRecord> audit = new ArrayList<>();
          try (ResultSet row = list.executeQuery()) {
            while (row.next()) {
              audit.add(
                  new AuditRecord(
                      Instant.ofEpochMilli(row.getLong(1)),
                      row.getString(2),
                      row.getString(3),
                      row.getString(4),
                      row.getInt(5)));
            }
          }
          return audit;
        });
  }

  private List<JobRecord> records(PreparedStatement select) throws SQLException {
    List<RecordRow> rows = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        rows.add(RecordRow.read(row));
      }
    }
    List<JobRecord> records = new ArrayList<>(rows.size());
    for (RecordRow row : rows) {
      records.add(row.withError(lastError(row.seq())));
    }
    return records;
  }

  private Optional<Failure> lastError(long seq) throws SQLException {
    PreparedStatement find = db.prepare("last_error");
    find.setLong(1, seq);
    try (ResultSet row = find.executeQuery()) {
      return row.next()
          ? Optional.of(
              new Failure(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
          : Optional.empty();
    }
  }

  @Override
  public synchronized void close() {
    try {
      db.close();
    } catch (SQLException e) {
      throw file.trouble("close", e);
    }
  }
}
