package dev.duly.sqlite;

import dev.duly.backend.support.LongPoll;
import dev.duly.backend.support.Signal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Hears other processes: SQLite's {@code data_version} changes when another connection has
 * committed, one of this process's included. Looked at while a session waits, a microsecond each
 * time: every 3 ms when another process has committed in the last second, every 25 ms else, and
 * every 50 ms after ten quiet seconds. What this process brings raises the signal itself.
 * Thread-safe.
 */
final class CommitWatcher implements AutoCloseable {
  private static final long LOOK_NANOS_ACTIVE = 3_000_000;
  private static final long LOOK_NANOS = 25_000_000;
  private static final long LOOK_NANOS_IDLE = 50_000_000;
  private static final long ACTIVE_NANOS = 1_000_000_000;
  private static final long IDLE_NANOS = 10_000_000_000L;

  private final SqliteFile file;
  private final Signal signal;
  // Guarded by this.
  private final Db db;
  private long heardNanos = System.nanoTime() - ACTIVE_NANOS;

  /** A moment: how often the signal had been raised, and which commit was the last. */
  record Heard(long raised, long version) {}

  CommitWatcher(SqliteFile file, Signal signal) throws SQLException {
    this.file = file;
    this.signal = signal;
    this.db = file.connect();
  }

  /** How a session waits that listens to this. */
  LongPoll<Heard> longPoll() {
    return new LongPoll<>(
        this::heard,
        (heard, nanosMax) -> {
          await(heard, nanosMax);
          return List.of();
        },
        signal);
  }

  /**
   * What has been heard so far. Ask before looking for what there is, so that nothing is missed.
   */
  Heard heard() {
    return new Heard(signal.raised(), version());
  }

  private synchronized long version() {
    try (ResultSet row = db.prepare("data_version").executeQuery()) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw file.trouble("look for news", e);
    }
  }

  /** Waits at most so long for a ring, or for a commit, after what was heard. */
  void await(Heard heard, long nanosMax) {
    long deadline = System.nanoTime() + nanosMax;
    long left = nanosMax;
    while (left > 0 && !signal.await(heard.raised, Math.min(left, untilNextLook()))) {
      if (version() != heard.version) {
        return;
      }
      left = deadline - System.nanoTime();
    }
  }

  /** Another process has committed, as the writer sees, and may soon do so again. */
  synchronized void beat() {
    heardNanos = System.nanoTime();
  }

  private synchronized long untilNextLook() {
    long quiet = System.nanoTime() - heardNanos;
    if (quiet < ACTIVE_NANOS) {
      return LOOK_NANOS_ACTIVE;
    }
    return quiet < IDLE_NANOS ? LOOK_NANOS : LOOK_NANOS_IDLE;
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
