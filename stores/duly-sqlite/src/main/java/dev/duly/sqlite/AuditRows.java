package dev.duly.sqlite;

import dev.duly.backend.room.AuditRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads what people did, from rows whose columns stand in the order read here. */
final class AuditRows {
  private AuditRows() {}

  /** All there are. */
  static List<AuditRecord> read(ResultSet row) throws SQLException {
    List<AuditRecord> audit = new ArrayList<>();
    while (row.next()) {
      audit.add(
          new AuditRecord(
              Instant.ofEpochMilli(row.getLong(1)),
              row.getString(2),
              row.getString(3),
              row.getString(4),
              row.getInt(5)));
    }
    return audit;
  }
}
