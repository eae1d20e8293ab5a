package dev.duly.postgres;

import dev.duly.backend.room.QueueRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads queues and their counts, from rows whose columns stand in the order read here. */
final class QueueRows {
  private QueueRows() {}

  /** When the first job of a row's queue becomes due. */
  interface FirstDue {
    Optional<Instant> of(ResultSet row) throws SQLException;
  }

  /** All there are. */
  static List<QueueRecord> read(ResultSet row, FirstDue firstDue) throws SQLException {
    List<QueueRecord> queues = new ArrayList<>();
    while (row.next()) {
      queues.add(
          new QueueRecord(
              row.getString(1),
              row.getString(2) != null, // since when it is paused
              row.getLong(3),
              row.getLong(4),
              row.getLong(5),
              row.getLong(6),
              row.getLong(7),
              firstDue.of(row)));
    }
    return queues;
  }
}
