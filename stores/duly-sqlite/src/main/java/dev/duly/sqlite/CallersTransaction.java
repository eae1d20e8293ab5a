package dev.duly.sqlite;

import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The connection with which a thread last acted within its own transaction. While that is open, the
 * writer can do nothing for the same thread: it would wait for a lock that the thread holds.
 */
final class CallersTransaction {
  // One for each file, and a file's backend lives as long as its application.
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<@Nullable WeakReference<Connection>> latest = new ThreadLocal<>();

  private final AtomicInteger waiting = new AtomicInteger();

  /** A caller begins to wait for SQLite's lock. */
  void waits() {
    waiting.incrementAndGet();
  }

  /** It has it, or has given up. */
  void waitsNoMore() {
    waiting.decrementAndGet();
  }

  /**
   * Whether callers wait for SQLite's lock: they poll for it, and would hardly ever find it free
   * beside a writer that never rests.
   */
  boolean isAwaited() {
    return waiting.get() > 0;
  }

  void remember(Connection connection) {
    latest.set(new WeakReference<>(connection));
  }

  /** Whether this thread may have one open: JDBC does not say for sure. */
  boolean mayBeOpen() {
    WeakReference<Connection> reference = latest.get();
    Connection connection = reference == null ? null : reference.get();
    try {
      if (connection != null && !connection.isClosed() && !connection.getAutoCommit()) {
        return true;
      }
    } catch (SQLException e) {
      // No longer a connection: nothing is open on it.
    }
    if (reference != null) {
      latest.remove();
    }
    return false;
  }
}
