package dev.duly.backend.support;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Cancels statements that take too long. A driver that does so itself sets a timer for each
 * statement and clears it again, which takes longer than a small one; here a thread looks at those
 * that run, now and then, and is there only while there are any. Thread-safe.
 */
public final class StatementTimeout {
  private static final System.Logger LOG = System.getLogger(StatementTimeout.class.getName());
  private static final int LOOKS = 30; // within the time that a statement may take
  private static final int IDLE_LOOKS_MAX = 10;

  private final long mostNanos;
  // When each began, by System.nanoTime.
  private final Map<Statement, Long> running = new ConcurrentHashMap<>();
  private volatile boolean watched;

  /** Something that is executed. */
  public interface Execution<T> {
    T run() throws SQLException;
  }

  /**
   * For statements that may take so long. They are cancelled within a thirtieth of it more.
   *
   * @param most at least 30 ms
   */
  public StatementTimeout(Duration most) {
    this.mostNanos = most.toNanos();
  }

  /**
   * Executes the statement.
   *
   * @throws SQLException what the driver throws when a statement is cancelled, too
   */
  public <T> T run(Statement statement, Execution<T> execution) throws SQLException {
    running.put(statement, System.nanoTime());
    if (!watched) {
      watch();
    }
    try {
      return execution.run();
    } finally {
      running.remove(statement);
    }
  }

  private synchronized void watch() {
    if (!watched) {
      watched = true;
      Thread thread = new Thread(this::look, "duly-statement-timeout");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void look() {
    int idle = 0;
    while (idle < IDLE_LOOKS_MAX || !leave()) {
      try {
        Thread.sleep(Duration.ofNanos(mostNanos / LOOKS).toMillis());
      } catch (InterruptedException e) {
        // of no meaning here
      }
      idle = running.isEmpty() ? idle + 1 : 0;
      long now = System.nanoTime();
      running.forEach(
          (statement, began) -> {
            if (now - began > mostNanos) {
              cancel(statement);
            }
          });
    }
  }

  /** Whether nothing runs; a statement that begins from now on starts another thread. */
  private synchronized boolean leave() {
    watched = false;
    watched = !running.isEmpty();
    return !watched;
  }

  /** One that has ended since is left alone. */
  private static void cancel(Statement statement) {
    try {
      statement.cancel();
    } catch (SQLException | RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "a statement could not be cancelled", e);
    }
  }
}
