package dev.duly.sqlite;

import dev.duly.backend.Notes;
import dev.duly.backend.room.LogLine;
import dev.duly.job.JobRef;
import dev.duly.job.Payload;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What handlers say: writes it for jobs that are held, and reads it. */
final class NoteStatements {
  private NoteStatements() {}

  /** Of a claim that is current. */
  static void put(Tx tx, SqliteToken token, Notes notes) throws SQLException {
    if (notes.progress().isPresent()) {
      put(tx, token.seq(), notes.progress().get());
    }
    if (!notes.lines().isEmpty()) {
      add(tx, token, notes);
      trim(tx, token.seq());
    }
  }

  private static void put(Tx tx, long job, Payload progress) throws SQLException {
    PreparedStatement put = tx.prepare("progress_put");
    put.setLong(1, job);
    put.setBytes(2, progress.bytes());
    put.setString(3, progress.contentType());
    put.setInt(4, progress.version());
    put.setString(5, progress.keyId().orElse(null));
    put.executeUpdate();
  }

  private static void add(Tx tx, SqliteToken token, Notes notes) throws SQLException {
    PreparedStatement add = tx.prepare("note_add");
    int number = notes.first();
    for (Notes.Line line : notes.lines()) {
      add.setLong(1, token.seq());
      add.setLong(2, token.run());
      add.setInt(3, number++);
      add.setLong(4, tx.now - line.ago().toMillis());
      add.setString(5, line.text());
      add.executeUpdate();
    }
  }

  private static void trim(Tx tx, long job) throws SQLException {
    PreparedStatement trim = tx.prepare("note_trim");
    trim.setLong(1, job);
    trim.setInt(2, Notes.LINES_KEPT);
    trim.setInt(3, Notes.CHARACTERS_KEPT);
    trim.executeUpdate();
  }

  static Optional<Payload> progress(Db db, long job) throws SQLException {
    PreparedStatement find = db.prepare("progress");
    find.setLong(1, job);
    try (ResultSet row = find.executeQuery()) {
      return row.next()
          ? Optional.of(
              new Payload(
                  row.getBytes(1),
                  row.getString(2),
                  row.getInt(3),
                  Optional.ofNullable(row.getString(4))))
          : Optional.empty();
    }
  }

  static List<LogLine> log(Db db, JobRef job) throws SQLException {
    PreparedStatement find = db.prepare("notes");
    find.setString(1, job.id().value());
    find.setString(2, job.queue());
    List<LogLine> lines = new ArrayList<>();
    try (ResultSet row = find.executeQuery()) {
      while (row.next()) {
        lines.add(new LogLine(Instant.ofEpochMilli(row.getLong(1)), row.getString(2)));
      }
    }
    return lines;
  }

  /** What is left of jobs of a piece that were deleted. */
  static void prune(Tx tx, long first, long last) throws SQLException {
    for (String statement : List.of("prune_notes", "prune_progress")) {
      PreparedStatement prune = tx.prepare(statement);
      prune.setLong(1, first);
      prune.setLong(2, last);
      prune.executeUpdate();
    }
  }
}
