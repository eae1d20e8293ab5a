package dev.duly.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Numbers the turns of a queue: who had one last comes last among those of one moment. */
final class TurnCounter {
  private final Tx tx;
  private final String queue;
  private long latest = -1; // it has not been read

  TurnCounter(Tx tx, String queue) {
    this.tx = tx;
    this.queue = queue;
  }

  long next() throws SQLException {
    if (latest < 0) {
      latest = read();
    }
    return ++latest;
  }

  private long read() throws SQLException {
    PreparedStatement number = tx.prepare("turn_number");
    number.setString(1, queue);
    try (ResultSet row = number.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  void write() throws SQLException {
    if (latest >= 0) {
      PreparedStatement set = tx.prepare("turn_number_set");
      set.setLong(1, latest);
      set.setString(2, queue);
      set.executeUpdate();
    }
  }
}
