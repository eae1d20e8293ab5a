package dev.duly.sql.postgres;

import dev.duly.backend.BackendException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database: where its connections come from, and what is said when one fails. Every piece of
 * work borrows a connection for as long as it takes, and no longer. Thread-safe.
 */
class Store {
  private static final int TRIES = 4;
  private static final long BACK_OFF_MILLIS = 50;
  private static final long PATIENCE_NANOS = 2_000_000_000;

  private final DataSource source;
  private final String name;
  private final Statements statements;
  private final Supplier<@Nullable Long> now;

  /**
   * A database.
   *
   * @param name as it is shown, without a password
   * @param now gives null, or in a test the moment that it has come to
   */
  Store(DataSource source, String name, Statements statements, Supplier<@Nullable Long> now) {
    this.source = source;
    this.name = name;
    this.statements = statements;
    this.now = now;
  }

  /** Something to do on a connection. */
  interface Work<T> {
    T on(Db db) throws SQLException;
  }

  Statements statements() {
    return statements;
  }

  String name() {
    return name;
  }

  Connection connect() throws SQLException {
    return source.getConnection();
  }

  /** Each statement commits by itself. */
  <T> T call(String verb, Work<T> work) {
    try (Connection connection = connect()) {
      connection.setAutoCommit(true);
      try (Db db = over(connection)) {
        return work.on(db);
      }
    } catch (SQLException e) {
      throw trouble(verb, e);
    }
  }

  /**
   * The same for work that changes nothing when it is done twice: done again, after a jittered
   * while, when it was undone or its connection failed; but nobody waits long for a server that is
   * away.
   */
  <T> T callAgain(String verb, Work<T> work) {
    long start = System.nanoTime();
    for (int tries = 1; ; tries++) {
      try {
        return call(verb, work);
      } catch (BackendException e) {
        boolean late = System.nanoTime() - start > PATIENCE_NANOS;
        if (tries == TRIES || late || !(Trouble.isUndone(e) || Trouble.isOfTheConnection(e))) {
          throw e;
        }
        LockSupport.parkNanos(
            ThreadLocalRandom.current().nextLong(BACK_OFF_MILLIS << tries) * 1_000_000);
      }
    }
  }

  /** All of it commits, or none. */
  <T> T transaction(String verb, Work<T> work) {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      try (Db db = over(connection)) {
        T answer = work.on(db);
        connection.commit();
        return answer;
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw trouble(verb, e);
    }
  }

  private static void rollBack(Connection connection, Throwable because) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
  }

  /** Over a connection of a caller's. */
  Db over(Connection connection) {
    return new Db(connection, statements, now.get());
  }

  BackendException trouble(String verb, SQLException e) {
    return Trouble.of(verb, name, e);
  }
}
