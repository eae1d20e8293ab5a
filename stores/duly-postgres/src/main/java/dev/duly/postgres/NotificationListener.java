package dev.duly.postgres;

import dev.duly.backend.support.ReconnectLoop;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears what other processes announce, on a connection of its own, and tells of it. It asks itself
 * whether it hears: behind a pooler that gives each transaction another connection it does not, and
 * then polling is all there is, for jobs and for those that are to stop. Thread-safe.
 */
final class NotificationListener implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(NotificationListener.class.getName());
  private static final int LISTEN_MILLIS = 10_000;
  private static final int ECHO_MILLIS = 2_000;
  private static final int DEAF_SECONDS = 60;

  private final Store store;
  private final String sender;
  private final Told told;
  private final ReconnectLoop lasting =
      new ReconnectLoop("duly-postgres-listener", this::listenOnce);
  private volatile boolean hears;
  private volatile @Nullable Connection listening;

  /**
   * What is told of news.
   *
   * @param arrived when there may be something to claim
   * @param stop when a running job is to stop, or may be
   * @param end when an awaited job is over, or may be
   */
  record Told(Runnable arrived, Runnable stop, Runnable end) {}

  /**
   * For a backend.
   *
   * @param sender names this process, which knows already
   */
  NotificationListener(Store store, String sender, Told told) {
    this.store = store;
    this.sender = sender;
    this.told = told;
  }

  /** Begins, if it has not: a program that only enqueues needs no connection for it. */
  void listen() {
    lasting.begin();
  }

  /** Whether what others announce is heard now. */
  boolean hears() {
    return hears;
  }

  /** The same, after giving it the time to find out. */
  boolean awaitHearing() {
    listen();
    long deadline = System.nanoTime() + ECHO_MILLIS * 1_000_000L;
    while (!hears && !lasting.isClosed() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(5_000_000);
    }
    return hears;
  }

  private void listenOnce() throws SQLException {
    try (Connection connection = store.connect()) {
      listening = connection;
      listen(connection);
    } finally {
      listening = null;
      hears = false;
      told.arrived.run(); // what is announced meanwhile goes unheard
      told.stop.run();
      told.end.run();
    }
  }

  private void listen(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    try (Statement listen = connection.createStatement()) {
      listen.execute("listen " + Notifier.CHANNEL);
      hears = hearsItself(connection);
      if (!hears && !lasting.isClosed()) {
        LOG.log(
            System.Logger.Level.INFO,
            "postgres: notifications do not arrive, as behind PgBouncer in transaction mode; jobs"
                + " of other processes are found by polling");
        beDeaf();
        return;
      }
      told.stop.run(); // what was announced before this goes unheard
      told.end.run();
      while (!lasting.isClosed()) {
        raise(notifications(connection, LISTEN_MILLIS));
      }
    } finally {
      try (Statement unlisten = connection.createStatement()) {
        unlisten.execute("unlisten *"); // the connection may go back to the application's pool
      }
    }
  }

  /** For a while: then it is looked again. */
  private void beDeaf() {
    for (int second = 0; second < DEAF_SECONDS && !lasting.isClosed(); second++) {
      lasting.pause(1_000);
      told.stop.run();
    }
  }

  private boolean hearsItself(Connection connection) throws SQLException {
    String word = UUID.randomUUID().toString();
    store.call("notify", db -> db.prepare("notify").text(word).query().next());
    long deadline = System.nanoTime() + ECHO_MILLIS * 1_000_000L;
    while (System.nanoTime() < deadline && !lasting.isClosed()) {
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

  private void raise(PGNotification[] heard) {
    boolean arrived = false;
    boolean stop = false;
    boolean end = false;
    for (PGNotification one : heard) {
      String word = one.getParameter();
      if (!word.endsWith(sender)) {
        stop |= word.startsWith(Notifier.STOP);
        end |= word.startsWith(Notifier.END);
        arrived |= !word.startsWith(Notifier.STOP) && !word.startsWith(Notifier.END);
      }
    }
    if (arrived) {
      told.arrived.run();
    }
    if (stop) {
      told.stop.run();
    }
    if (end) {
      told.end.run();
    }
  }

  /** Gives the connection up, since nothing else ends its waiting. */
  @Override
  public void close() {
    lasting.close();
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
