package dev.duly.postgres;

import dev.duly.backend.BackendException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The schema, numbered and forward only (rule V3). Each step is one transaction, under a lock that
 * all processes share, and looks again under it how far the schema has come: so several may start
 * at once, and one that is killed leaves whole steps.
 */
final class Migrations {
  static final List<String> STEPS =
      List.of("V001__jobs", "V002__claim", "V003__retention", "V004__session_reports");

  /**
   * What older versions work beside: new tables, new columns with a default. They have numbers
   * below zero, so that an older version, which looks for the highest, may still open the database.
   */
  static final List<String> ADDITIONS =
      List.of(
          "A001__reports",
          "A002__results",
          "A003__notes",
          "A004__unique_keys",
          "A005__holds",
          "A006__claim",
          "A007__schedules");

  private static final int MAJOR_MIN = 14;
  private static final long LOCK = 0x64756C79L; // "duly"

  private final Store store;

  Migrations(Store store) {
    this.store = store;
  }

  /** True if there was nothing before. */
  boolean run() {
    return store.call(
        "migrate",
        db -> {
          requireFit(db.connection());
          int found = version(db.connection());
          if (found > STEPS.size()) {
            throw new BackendException(
                "postgres: "
                    + store.name()
                    + " has schema "
                    + found
                    + ", this version of Duly knows up to "
                    + STEPS.size()
                    + ". Update Duly.");
          }
          for (int step = found; step < STEPS.size(); step++) {
            apply(db.connection(), step);
          }
          for (int addition = 0; addition < ADDITIONS.size(); addition++) {
            if (!hasAddition(db.connection(), addition)) {
              add(db.connection(), addition);
            }
          }
          return found == 0;
        });
  }

  private void requireFit(Connection connection) throws SQLException {
    int version = connection.getMetaData().getDatabaseMajorVersion();
    if (version < MAJOR_MIN) {
      throw new BackendException(
          "postgres: "
              + store.name()
              + " is PostgreSQL "
              + version
              + ", Duly needs "
              + MAJOR_MIN
              + " or newer. Update the server.");
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_is_in_recovery()")) {
      row.next();
      if (row.getBoolean(1)) {
        throw new BackendException(
            "postgres: "
                + store.name()
                + " is a standby, which takes no jobs. Connect to the primary, or add"
                + " targetServerType=primary to a URL of several hosts.");
      }
    }
  }

  private void apply(Connection connection, int step) throws SQLException {
    underLock(
        connection,
        statement -> {
          if (version(connection) == step) {
            statement.execute(store.statements().text("schema"));
            statement.execute(store.statements().text(STEPS.get(step)));
            statement.execute(note(step + 1, STEPS.get(step)));
          }
        });
  }

  private void add(Connection connection, int addition) throws SQLException {
    underLock(
        connection,
        statement -> {
          if (!hasAddition(connection, addition)) {
            statement.execute(store.statements().text(ADDITIONS.get(addition)));
            statement.execute(note(-1 - addition, ADDITIONS.get(addition)));
          }
        });
  }

  static boolean hasAddition(Connection connection, int addition) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select from duly.migration where version = " + (-1 - addition))) {
      return row.next();
    }
  }

  /** What is done in one transaction, under the lock. */
  private interface Step {
    void on(Statement statement) throws SQLException;
  }

  private static void underLock(Connection connection, Step step) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local lock_timeout = '10s'");
      statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
      step.on(statement);
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** All of it, to be run by hand. */
  static String text(Statements statements) {
    StringBuilder text = new StringBuilder(statements.text("schema")).append('\n');
    for (int step = 0; step < STEPS.size(); step++) {
      append(text, statements, step + 1, STEPS.get(step));
    }
    for (int addition = 0; addition < ADDITIONS.size(); addition++) {
      append(text, statements, -1 - addition, ADDITIONS.get(addition));
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Statements statements, int version, String name) {
    text.append("\n-- ")
        .append(name)
        .append("\n\n")
        .append(statements.text(name))
        .append("\n\n")
        .append(note(version, name))
        .append(";\n");
  }

  private static String note(int version, String name) {
    return "insert into duly.migration (version, name) values (" + version + ", '" + name + "')";
  }

  /** How far the database has come: 0 if there is no schema yet. */
  static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // Not to_regclass: what it remembers may be older than the lock that was waited for.
      try (ResultSet row =
          statement.executeQuery(
              "select from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                  + " where n.nspname = 'duly' and c.relname = 'migration'")) {
        if (!row.next()) {
          return 0;
        }
      }
      try (ResultSet row =
          statement.executeQuery("select greatest(max(version), 0) from duly.migration")) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}
