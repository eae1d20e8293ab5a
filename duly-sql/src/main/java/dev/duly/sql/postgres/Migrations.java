package dev.duly.sql.postgres;

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
  static final List<String> STEPS = List.of("V001__jobs", "V002__claim");

  private static final long LOCK = 0x64756C79L; // "duly"

  private final Store store;

  Migrations(Store store) {
    this.store = store;
  }

  void run() {
    store.call(
        "migrate",
        db -> {
          int found = version(db.connection());
          if (found > STEPS.size()) {
            throw new BackendException(
                "postgres: the database has schema "
                    + found
                    + ", this version of Duly knows up to "
                    + STEPS.size()
                    + ". Update Duly.");
          }
          for (int step = found; step < STEPS.size(); step++) {
            apply(db.connection(), step);
          }
          return true;
        });
  }

  private void apply(Connection connection, int step) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local lock_timeout = '10s'");
      statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
      if (version(connection) == step) {
        statement.execute("create schema if not exists duly");
        statement.execute(
            "create table if not exists duly.migration (version int primary key, name text not"
                + " null, applied_at timestamptz not null default now())");
        statement.execute(store.statements().text(STEPS.get(step)));
        statement.execute(
            "insert into duly.migration (version, name) values ("
                + (step + 1)
                + ", '"
                + STEPS.get(step)
                + "')");
      }
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** How far the database has come: 0 if there is no schema yet. */
  static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery("select to_regclass('duly.migration')::text")) {
        row.next();
        if (row.getString(1) == null) {
          return 0;
        }
      }
      try (ResultSet row =
          statement.executeQuery("select coalesce(max(version), 0) from duly.migration")) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}
