package dev.duly.sql.postgres;

import dev.duly.backend.BackendException;
import dev.duly.backend.common.Bell;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears what other processes announce, on a connection of its own, and rings the bell. It asks
 * itself whether it hears: behind a pooler that gives each transaction another connection it does
 * not, and then polling is all there is. Thread-safe.
 */
final class Hearing implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Hearing.class.getName());
  private static final int LISTEN_MILLIS = 10_000;
  private static final int ECHO_MILLIS = 2_000;
  private static final long BACK_OFF_MILLIS_MAX = 5_000;

  private final Store store;
  private final Bell bell;
  private final String sender;
  private final Thread thread = new Thread(this::run, "duly-postgres-hearing");
  private volatile boolean hears;
  private volatile @Nullable Connection listening;
  private volatile boolean closed;

  Hearing(Store store, Bell bell, String sender) {
    this.store = store;
    this.bell = bell;
    this.sender = sender;
    thread.setDaemon(true);
  }

  /** Begins, if it has not: whoever only enqueues needs no connection for it. */
  synchronized void listen() {
    if (thread.getState() == Thread.State.NEW && !closed) {
      thread.start();
    }
  }

  /** Whether what others announce is heard now. */
  boolean hears() {
    return hears;
  }

  /** The same, after giving it the time to find out. */
  boolean awaitHearing() {
    listen();
    long deadline = System.nanoTime() + ECHO_MILLIS * 1_000_000L;
    while (!hears && !closed && System.nanoTime() < deadline) {
      LockSupport.parkNanos(5_000_000);
    }
    return hears;
  }

  private void run() {
    long backOff = 100;
    while (!closed) {
      try (Connection connection = store.connect()) {
        backOff = 100;
        listening = connection;
        listen(connection);
      } catch (SQLException | BackendException e) {
        LOG.log(System.Logger.Level.DEBUG, "postgres: the listening connection failed", e);
      }
      listening = null;
      hears = false;
      bell.ring(); // what was announced meanwhile went unheard
      sleep(ThreadLocalRandom.current().nextLong(backOff / 2, backOff));
      backOff = Math.min(backOff * 2, BACK_OFF_MILLIS_MAX);
    }
  }

  private void listen(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    try (Statement listen = connection.createStatement()) {
      listen.execute("listen " + Announcing.CHANNEL);
      hears = hearsItself(connection);
      if (!hears && !closed) {
        LOG.log(
            System.Logger.Level.INFO,
            "postgres: notifications do not arrive, as behind PgBouncer in transaction mode; jobs"
                + " of other processes are found by polling");
        sleep(60_000);
        return;
      }
      while (!closed) {
        ring(notifications(connection, LISTEN_MILLIS));
      }
    } finally {
      try (Statement unlisten = connection.createStatement()) {
        unlisten.execute("unlisten *"); // the connection may go back to the application's pool
      }
    }
  }

  private boolean hearsItself(Connection connection) throws SQLException {
    String word = UUID.randomUUID().toString();
    store.call("notify", db -> db.prepare("notify").text(word).query().next());
    long deadline = System.nanoTime() + ECHO_MILLIS * 1_000_000L;
    while (System.nanoTime() < deadline && !closed) {
      for (PGNotification heard : notifications(connection, ECHO_MILLIS / 10)) {
        if (heard.getParameter().equals(word)) {
          return true;
        }
      }
    }
    return false;
  }

  private static PGNotification[] notifications(Connection connection, int millis)
      throws SQLException {
    PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications(millis);
    return heard == null ? new PGNotification[0] : heard;
  }

  private void ring(PGNotification[] heard) {
    for (PGNotification one : heard) {
      if (!one.getParameter().equals(sender)) {
        bell.ring();
        return;
      }
    }
  }

  private void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      closed = true; // close interrupts
    }
  }

  /** Gives the connection up, since nothing else ends its waiting. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Connection connection = listening;
    try {
      if (connection != null) {
        connection.abort(Runnable::run);
      }
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "postgres: the listening connection was gone", e);
    }
  }
}
