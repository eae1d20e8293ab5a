package dev.duly.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** One connection and its prepared statements, each made once. Owned by one thread at a time. */
final class Db implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private JobRow.Kind kindSeen = JobRow.Kind.NONE;

  private final boolean borrowed;

  Db(Connection connection) {
    this(connection, false);
  }

  private Db(Connection connection, boolean borrowed) {
    this.connection = connection;
    this.borrowed = borrowed;
  }

  /** Over a connection of a caller's: closing this closes the statements alone. */
  static Db borrowed(Connection connection) {
    return new Db(connection, true);
  }

  Connection connection() {
    return connection;
  }

  /** The statement of that file, its parameters still as they were last set. */
  PreparedStatement prepare(String name) throws SQLException {
    PreparedStatement known = prepared.get(name);
    return known != null ? known : keep(name, text(name));
  }

  /** What the last claim on this connection saw last. */
  JobRow.Kind kindSeen() {
    return kindSeen;
  }

  void saw(JobRow.Kind kind) {
    kindSeen = kind;
  }

  /** The insert of that file for so many rows at once. */
  PreparedStatement prepareRepeated(String name, int rows) throws SQLException {
    String key = name + " x" + rows;
    PreparedStatement known = prepared.get(key);
    return known != null ? known : keep(key, repeated(name, rows));
  }

  private PreparedStatement keep(String key, String text) throws SQLException {
    PreparedStatement made = connection.prepareStatement(text);
    prepared.put(key, made);
    return made;
  }

  /** A statement without parameters, such as a pragma. */
  void execute(String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  @Override
  public void close() throws SQLException {
    if (!borrowed) {
      connection.close();
      return;
    }
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
  }

  /** The text of {@code sqlite/NAME.sql}. */
  static String text(String name) {
    String file = name + ".sql";
    try (InputStream in = Db.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An insert whose last tuple, the values of one row, stands so many times. */
  private static String repeated(String name, int rows) {
    String one = text(name).strip();
    String tuple = one.substring(one.lastIndexOf('('));
    return one + (",\n  " + tuple).repeat(rows - 1);
  }
}
