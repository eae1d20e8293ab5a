package dev.duly.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What jobs of one type mostly have in common. A claim asks the engine whether a job is of the kind
 * that was seen last: then these columns need not be read.
 */
record JobKind(
    String type,
    String contentType,
    int payloadVersion,
    int maxAttempts,
    String retry,
    long timeoutMillis) {
  /** Of no job. */
  static final JobKind NONE = new JobKind("", "", 0, 0, "", 0);

  /** From the column on where the six of them stand. */
  static JobKind read(ResultSet row, int first) throws SQLException {
    return new JobKind(
        row.getString(first),
        row.getString(first + 1),
        row.getInt(first + 2),
        row.getInt(first + 3),
        row.getString(first + 4),
        row.getLong(first + 5));
  }

  /** Binds the six of them from this parameter on. */
  void bind(PreparedStatement statement, int first) throws SQLException {
    statement.setString(first, type);
    statement.setString(first + 1, contentType);
    statement.setInt(first + 2, payloadVersion);
    statement.setInt(first + 3, maxAttempts);
    statement.setString(first + 4, retry);
    statement.setLong(first + 5, timeoutMillis);
  }
}
