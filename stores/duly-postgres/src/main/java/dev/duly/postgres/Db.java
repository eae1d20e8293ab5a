package dev.duly.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection while it is borrowed, and the statements made on it; the driver keeps those that
 * come again prepared. Owned by one thread.
 */
final class Db implements AutoCloseable {
  private final Connection connection;
  private final Statements statements;
  private final @Nullable Long now;
  private final List<PreparedStatement> open = new ArrayList<>(4);

  /**
   * A connection.
   *
   * @param now the moment that a test has set; null for the engine's own clock
   */
  Db(Connection connection, Statements statements, @Nullable Long now) {
    this.connection = connection;
    this.statements = statements;
    this.now = now;
  }

  Connection connection() {
    return connection;
  }

  /** The parameter of every statement that asks for the time. */
  @Nullable Long now() {
    return now;
  }

  Values prepare(String name) throws SQLException {
    NamedSql sql = statements.of(name);
    return new Values(statement(sql.text()), sql.names());
  }

  /** Statements that are sent in one go, and commit together. */
  Values together(List<String> names) throws SQLException {
    NamedSql sql = statements.together(names);
    return new Values(statement(sql.text()), sql.names());
  }

  private PreparedStatement statement(String text) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text);
    open.add(statement);
    return statement;
  }

  /** Closes the statements; the connection is its caller's. */
  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : open) {
      statement.close();
    }
  }
}
