package dev.duly.postgres;

import dev.duly.backend.Notes;
import dev.duly.backend.room.LogLine;
import dev.duly.job.JobRef;
import dev.duly.job.Payload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What handlers say: writes it for jobs that are held, and reads it. */
final class NoteStatements {
  private final Map<Long, Payload> progress = new LinkedHashMap<>(); // by job
  private final List<Line> lines = new ArrayList<>();

  private record Line(PostgresToken token, int number, Notes.Line said) {}

  /** Of a claim that is current. */
  void add(PostgresToken token, Notes notes) {
    notes.progress().ifPresent(now -> progress.put(token.seq(), now));
    int number = notes.first();
    for (Notes.Line line : notes.lines()) {
      lines.add(new Line(token, number++, line));
    }
  }

  /** In the transaction that the connection is in. */
  void put(Db db) throws SQLException {
    if (!progress.isEmpty()) {
      List<Payload> values = List.copyOf(progress.values());
      db.prepare("progress_put")
          .longs(progress.keySet().stream().mapToLong(job -> job).toArray())
          .blobs(all(values, Payload::bytes))
          .texts(all(values, Payload::contentType))
          .integers(all(values, Payload::version))
          .texts(all(values, value -> value.keyId().orElse(null)))
          .update();
    }
    if (!lines.isEmpty()) {
      db.prepare("note_add")
          .number(db.now())
          .numbers(all(lines, line -> line.token.seq()))
          .numbers(all(lines, line -> line.token.claim()))
          .integers(all(lines, Line::number))
          .numbers(all(lines, line -> line.said.ago().toMillis()))
          .texts(all(lines, line -> line.said.text()))
          .update();
      db.prepare("note_trim")
          .longs(lines.stream().mapToLong(line -> line.token.seq()).distinct().toArray())
          .integer(Notes.LINES_KEPT)
          .integer(Notes.CHARACTERS_KEPT)
          .update();
    }
  }

  private interface Column<T, C> {
    @Nullable C of(T row);
  }

  private static <T, C> List<@Nullable C> all(List<T> rows, Column<T, C> column) {
    List<@Nullable C> values = new ArrayList<>(rows.size());
    for (T row : rows) {
      values.add(column.of(row));
    }
    return values;
  }

  /** Of a row that has it in columns of its own. */
  static Optional<Payload> progress(ResultSet row) throws SQLException {
    byte @Nullable [] value = row.getBytes("progress_value");
    return value == null
        ? Optional.empty()
        : Optional.of(
            new Payload(
                value,
                row.getString("progress_type"),
                row.getInt("progress_version"),
                Optional.ofNullable(row.getString("progress_key_id"))));
  }

  static List<LogLine> log(Db db, JobRef job) throws SQLException {
    List<LogLine> lines = new ArrayList<>();
    try (ResultSet row = db.prepare("notes").text(job.id().value()).text(job.queue()).query()) {
      while (row.next()) {
        lines.add(new LogLine(Instant.ofEpochMilli(row.getLong(1)), row.getString(2)));
      }
    }
    return lines;
  }
}
