package dev.duly.sqlite;

import dev.duly.backend.room.Retention;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The retention as it is kept in a row: milliseconds, null for ever. */
final class RetentionRow {
  private RetentionRow() {}

  /** Of the row, if there is one; its columns are the two times. */
  static Optional<Retention> read(ResultSet row) throws SQLException {
    return row.next()
        ? Optional.of(new Retention(duration(row, 1), duration(row, 2)))
        : Optional.empty();
  }

  private static Optional<Duration> duration(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
  }

  /** As the column has it. */
  static @Nullable Long millis(Optional<Duration> kept) {
    return kept.map(Duration::toMillis).orElse(null);
  }

  static Optional<Retention> of(Db db) throws SQLException {
    try (ResultSet row = db.prepare("retention").executeQuery()) {
      return read(row);
    }
  }

  static int set(Tx tx, Retention retention) throws SQLException {
    PreparedStatement set = tx.prepare("retention_set");
    set.setObject(1, millis(retention.completed()), Types.BIGINT);
    set.setObject(2, millis(retention.cancelled()), Types.BIGINT);
    return set.executeUpdate();
  }
}
