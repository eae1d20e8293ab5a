package dev.duly.sql;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Hears other processes: SQLite's {@code data_version} changes when another connection has
 * committed. Looked at every 20 ms while somebody waits, a microsecond each time; a commit of this
 * process rings the bell itself.
 */
final class Pulse implements AutoCloseable {
  private static final long LOOK_NANOS = 20_000_000;

  private final SqliteFile file;
  private final Bell bell;
  // Guarded by this.
  private final Db db;
  private long seen;

  Pulse(SqliteFile file, Bell bell) throws SQLException {
    this.file = file;
    this.bell = bell;
    this.db = file.connect();
  }

  /**
   * Waits for a ring after the one that was heard, or for another process's commit, at most so
   * long.
   */
  void await(long heard, long nanosMax) {
    long deadline = System.nanoTime() + nanosMax;
    long left = nanosMax;
    while (left > 0 && !bell.await(heard, Math.min(left, LOOK_NANOS))) {
      if (hasBeat()) {
        bell.ring(); // for the others who wait, too
      }
      left = deadline - System.nanoTime();
    }
  }

  private synchronized boolean hasBeat() {
    try (ResultSet row = db.prepare("data_version").executeQuery()) {
      row.next();
      long version = row.getLong(1);
      boolean beat = version != seen;
      seen = version;
      return beat;
    } catch (SQLException e) {
      throw file.trouble("look for news", e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      db.close();
    } catch (SQLException e) {
      throw file.trouble("close", e);
    }
  }
}
