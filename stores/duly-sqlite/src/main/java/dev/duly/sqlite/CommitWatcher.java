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
 * every 50 ms after ten quiet seconds. What this process brings raises the signal itself. Twice a
 * second at most it also looks whether a person did something, such as a cancel, which is in the
 * audit. Thread-safe.
 */
final class CommitWatcher implements AutoCloseable {
  private static final long LOOK_NANOS_ACTIVE = 3_000_000;
  private static final long LOOK_NANOS = 25_000_000;
  private static final long LOOK_NANOS_IDLE = 50_000_000;
  private static final long ACTIVE_NANOS = 1_000_000_000;
  private static final long IDLE_NANOS = 10_000_000_000L;
  private static final long ACTS_NANOS = 500_000_000;

  private final SqliteFile file;
  private final Signal signal;
  private final Runnable onAct;
  // Guarded by this.
  private final Db db;
  private long heardNanos = System.nanoTime() - ACTIVE_NANOS;
  private long actsNanos = System.nanoTime();
  private long actsVersion;
  private long lastAct;

  /** A moment: how often the signal had been raised, and which commit was the last. */
  record Heard(long raised, long version) {}

  /**
   * Of this file.
   *
   * @param onAct told when a person has done something, in whichever process
   */
  CommitWatcher(SqliteFile file, Signal signal, Runnable onAct) throws SQLException {
    this.file = file;
    this.signal = signal;
    this.onAct = onAct;
    this.db = file.connect();
    this.actsVersion = number("data_version");
    this.lastAct = number("audit_last");
  }

  /** How a caller waits that listens to this. */
  <T> LongPoll<Heard, T> longPoll() {
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

  private long version() {
    long version;
    boolean acted;
    synchronized (this) {
      version = number("data_version");
      acted = acted(version);
    }
    if (acted) {
      onAct.run();
    }
    return version;
  }

  /** Whether a person has done something since this was looked at last. */
  private boolean acted(long version) {
    long now = System.nanoTime();
    if (version == actsVersion || now - actsNanos < ACTS_NANOS) {
      return false;
    }
    actsVersion = version;
    actsNanos = now;
    long before = lastAct;
    lastAct = number("audit_last");
    return lastAct != before;
  }

  private long number(String statement) {
    try (ResultSet row = db.prepare(statement).executeQuery()) {
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
