package dev.duly.postgres;

import dev.duly.backend.BackendException;
import dev.duly.backend.support.TransientRetry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * The database: where its connections come from, and what is said when one fails. Every piece of
 * work borrows a connection for as long as it takes, and no longer. Thread-safe.
 */
class Store {
  private final Connections connections;
  private final String name;
  private final Statements statements;
  private final Supplier<@Nullable Long> now;

  /**
   * A database.
   *
   * @param name as it is shown, without a password
   * @param now gives null, or in a test the moment that it has come to
   */
  Store(Connections connections, String name, Statements statements, Supplier<@Nullable Long> now) {
    this.connections = connections;
    this.name = name;
    this.statements = statements;
    this.now = now;
  }

  /** Where connections come from. */
  interface Connections {
    Connection connect() throws SQLException;
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

  /**
   * A connection without an open transaction.
   *
   * @throws BackendException if the DataSource hands out the caller's own
   */
  Connection connect() throws SQLException {
    Connection connection = connections.connect();
    try {
      if (!connection.getAutoCommit() && hasTransaction(connection)) {
        throw new BackendException(
            "postgres: the DataSource handed out a connection that is in a transaction, as Spring's"
                + " TransactionAwareDataSourceProxy does. Write jobs.within(connection).enqueue(..)"
                + " to make the job part of that transaction, or give PostgresBackend.on(..) the"
                + " DataSource beneath.");
      }
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Each statement commits by itself. */
  <T> T call(String verb, Work<T> work) {
    try (Connection connection = connect()) {
      boolean committing = connection.getAutoCommit();
      connection.setAutoCommit(true);
      try (Db db = over(connection)) {
        return work.on(db);
      } finally {
        giveBack(connection, committing);
      }
    } catch (SQLException e) {
      throw trouble(verb, e);
    }
  }

  /** As it was borrowed: whose it is may rely on that. */
  private static void giveBack(Connection connection, boolean committing) throws SQLException {
    if (connection.getAutoCommit() != committing && !connection.isClosed()) {
      connection.setAutoCommit(committing);
    }
  }

  /** The same for work that changes nothing more when it is done twice. */
  <T> T callAgain(String verb, Work<T> work) {
    return TransientRetry.run(
        () -> call(verb, work),
        e -> PostgresErrors.isUndone(e) || PostgresErrors.isOfTheConnection(e));
  }

  /** All of it commits, or none. */
  <T> T transaction(String verb, Work<T> work) {
    try (Connection connection = connect()) {
      boolean committing = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try (Db db = over(connection)) {
        T answer = work.on(db);
        connection.commit();
        return answer;
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      } finally {
        giveBack(connection, committing);
      }
    } catch (SQLException e) {
      throw trouble(verb, e);
    }
  }

  /** The same for work that changes nothing more when it is done twice. */
  <T> T transactionAgain(String verb, Work<T> work) {
    return TransientRetry.run(
        () -> transaction(verb, work),
        e -> PostgresErrors.isUndone(e) || PostgresErrors.isOfTheConnection(e));
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
    return PostgresErrors.of(verb, name, e);
  }

  /**
   * The driver knows whether one is open; beneath another driver the server is asked, which knows
   * of writes alone.
   */
  private static boolean hasTransaction(Connection connection) throws SQLException {
    if (connection.isWrapperFor(BaseConnection.class)) {
      return connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select pg_catalog.pg_current_xact_id_if_assigned() is not null")) {
      row.next();
      return row.getBoolean(1);
    }
  }
}
