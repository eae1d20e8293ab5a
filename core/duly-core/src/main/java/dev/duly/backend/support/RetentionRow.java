package dev.duly.backend.support;

import dev.duly.backend.room.Retention;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The retention as a database keeps it in a row: milliseconds, null for ever. */
public final class RetentionRow {
  private RetentionRow() {}

  /** Of the row, if there is one; its columns are the two times. */
  public static Optional<Retention> read(ResultSet row) throws SQLException {
    return row.next()
        ? Optional.of(new Retention(duration(row, 1), duration(row, 2)))
        : Optional.empty();
  }

  private static Optional<Duration> duration(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
  }

  /** As the column has it. */
  public static @Nullable Long millis(Optional<Duration> kept) {
    return kept.map(Duration::toMillis).orElse(null);
  }
}
