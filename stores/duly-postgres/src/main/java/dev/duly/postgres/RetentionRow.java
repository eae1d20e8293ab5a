package dev.duly.postgres;

import dev.duly.backend.room.Retention;
import java.sql.ResultSet;
import java.sql.SQLException;
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
}
