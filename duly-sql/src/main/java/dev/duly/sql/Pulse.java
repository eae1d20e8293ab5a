package dev.duly.sql;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Hears other processes: SQLite's {@code data_version} changes when another connection has
 * committed. Looked at while somebody waits, a microsecond each time: every 3 ms when something was
 * heard in the last second, every 25 ms else. A commit of this process rings the bell itself.
 */
final class Pulse implements AutoCloseable {
  private static final long LOOK_NANOS_ACTIVE = 3_000_000;
  private static final long LOOK_NANOS_IDLE = 25_000_000;
  private static final long ACTIVE_NANOS = 1_000_000_000;

  private final SqliteFile file;
  private final Bell bell;
  // Guarded by this.
  private final Db db;
  private long seen;
  private long heardNanos = System.nanoTime() - ACTIVE_NANOS;

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
    while (left > 0 && !bell.await(heard, Math.min(left, untilNextLook()))) {
      if (hasBeat()) {
        bell.ring(); // for the others who wait, too
      }
      left = deadline - System.nanoTime();
    }
  }

  private synchronized long untilNextLook() {
    boolean active = System.nanoTime() - heardNanos < ACTIVE_NANOS;
    return active ? LOOK_NANOS_ACTIVE : LOOK_NANOS_IDLE;
  }

  private synchronized boolean hasBeat() {
    try (ResultSet row = db.prepare("data_version").executeQuery()) {
      row.next();
      long version = row.getLong(1);
      boolean beat = version != seen;
      seen = version;
      heardNanos = beat ? System.nanoTime() : heardNanos;
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
