package dev.duly.sqlite;

import dev.duly.backend.BackendException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * The schema, numbered and forward only; the file's {@code user_version} says how far it has come
 * (rule V3). Each step is one transaction that looks again under the write lock, so that two
 * processes may start at once.
 */
final class Migrations {
  private static final List<String> STEPS =
      List.of(
          "V001__jobs",
          "V002__audit",
          "V003__clock",
          "V004__paused_types",
          "V005__reports",
          "V006__retention",
          "V007__session_reports");

  /**
   * What older versions work beside: new tables, new columns with a default. The number of the
   * schema does not tell of them, so that an older version may still open the file.
   */
  private static final List<String> ADDITIONS =
      List.of(
          "A001__reports",
          "A002__results",
          "A003__notes",
          "A004__unique_keys",
          "A005__schedules",
          "A006__groups");

  private Migrations() {}

  /** True if there was nothing before. */
  static boolean run(Db db, Path path) throws SQLException {
    int found = version(db);
    if (found > STEPS.size()) {
      throw new BackendException(
          "sqlite: "
              + path
              + " has schema "
              + found
              + ", this version of Duly knows up to "
              + STEPS.size()
              + ". Update Duly.");
    }
    for (int step = found; step < STEPS.size(); step++) {
      apply(db, step);
    }
    for (String addition : ADDITIONS) {
      if (!hasAddition(db, addition)) {
        add(db, addition);
      }
    }
    return found == 0;
  }

  private static void apply(Db db, int step) throws SQLException {
    db.execute("begin immediate");
    try {
      if (version(db) == step) {
        for (String statement : statements(STEPS.get(step))) {
          db.execute(statement);
        }
        db.execute("pragma user_version = " + (step + 1));
      }
      db.execute("commit");
    } catch (SQLException e) {
      db.execute("rollback");
      throw e;
    }
  }

  private static void add(Db db, String addition) throws SQLException {
    db.execute("begin immediate");
    try {
      if (!hasAddition(db, addition)) {
        db.execute("create table if not exists addition (name text primary key) without rowid");
        for (String statement : statements(addition)) {
          db.execute(statement);
        }
        db.execute("insert into addition values ('" + addition + "')");
      }
      db.execute("commit");
    } catch (SQLException e) {
      db.execute("rollback");
      throw e;
    }
  }

  private static boolean hasAddition(Db db, String addition) throws SQLException {
    String tables = "select count(*) from sqlite_schema where name = 'addition'";
    return SqliteFile.text(db, tables).equals("1")
        && SqliteFile.text(db, "select count(*) from addition where name = '" + addition + "'")
            .equals("1");
  }

  /**
   * A statement ends with a semicolon at the end of a line; comments go, so that none of theirs
   * counts.
   */
  private static List<String> statements(String name) {
    String text = Db.text(name).replaceAll("(?m)\\s*--.*$", "");
    return List.of(text.split(";\\s*\\n")).stream().filter(s -> !s.isBlank()).toList();
  }

  private static int version(Db db) throws SQLException {
    return Integer.parseInt(SqliteFile.text(db, "pragma user_version"));
  }
}
