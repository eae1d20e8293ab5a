package dev.duly.backend.support;

import dev.duly.backend.schedule.Definition;
import dev.duly.backend.schedule.ScheduleRecord;
import dev.duly.backend.schedule.Tick;
import dev.duly.backend.schedule.TickOutcome;
import dev.duly.job.JobId;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads schedules and their ledgers from a database; both SQL stores have the same columns. */
public final class ScheduleRows {
  private ScheduleRows() {}

  /**
   * Of columns id, definition, payload, revision, next_at, paused_at, last_queue, last_job and the
   * state of that job.
   */
  public static List<ScheduleRecord> records(ResultSet row) throws SQLException {
    List<ScheduleRecord> records = new ArrayList<>();
    while (row.next()) {
      record(row).ifPresent(records::add);
    }
    return records;
  }

  private static Optional<ScheduleRecord> record(ResultSet row) throws SQLException {
    Optional<Definition> definition =
        DefinitionText.read(row.getString(1), row.getString(2), row.getBytes(3));
    if (definition.isEmpty()) {
      return Optional.empty();
    }
    @Nullable String job = row.getString(8);
    return Optional.of(
        new ScheduleRecord(
            definition.get(),
            row.getLong(4),
            instant(row, 5),
            job == null
                ? Optional.empty()
                : Optional.of(new JobRef(row.getString(7), new JobId(job))),
            Optional.ofNullable(row.getString(9)).map(JobState::read),
            instant(row, 6).isPresent()));
  }

  /** Of columns nominal, outcome, reason and job. */
  public static List<Tick> ticks(ResultSet row) throws SQLException {
    List<Tick> ticks = new ArrayList<>();
    while (row.next()) {
      ticks.add(
          new Tick(
              Instant.ofEpochMilli(row.getLong(1)),
              TickOutcome.of(row.getString(2)),
              row.getString(3),
              Optional.ofNullable(row.getString(4)).map(JobId::new)));
    }
    return ticks;
  }

  /** A time in milliseconds; empty if the column is null. */
  public static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  /** As a column has it. */
  public static @Nullable Long millis(Optional<Instant> time) {
    return time.map(Instant::toEpochMilli).orElse(null);
  }
}
