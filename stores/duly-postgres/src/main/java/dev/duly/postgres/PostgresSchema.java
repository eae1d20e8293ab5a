package dev.duly.postgres;

import dev.duly.backend.room.HealthIssue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The schema for the administrator of the database: what it consists of, how far a database has
 * come, and bringing it up to date beforehand, by a role that may. {@link PostgresBackend} does the
 * last by itself when it is opened.
 */
public final class PostgresSchema implements AutoCloseable {
  private final Store store;
  private final Pool pool;

  private PostgresSchema(PostgresUrl url) {
    this.pool = Pool.of(url);
    this.store = new Store(pool::connect, url.toString(), new Statements(), () -> null);
  }

  /**
   * That of a database.
   *
   * @throws IllegalArgumentException if the URL has another form
   */
  public static PostgresSchema of(String url) {
    return new PostgresSchema(PostgresUrl.parse(url, System.getenv()));
  }

  /** All steps, as SQL. */
  public static String text() {
    return Migrations.text(new Statements());
  }

  /**
   * How far it has come, and what of it is not as it should be.
   *
   * @throws dev.duly.backend.BackendException if the database cannot be reached
   */
  public List<HealthIssue> status() {
    return store.call("schema status", PostgresSchema::status);
  }

  static List<HealthIssue> status(Db db) throws SQLException {
    int found = Migrations.version(db.connection());
    int known = Migrations.STEPS.size();
    List<HealthIssue> findings = new ArrayList<>();
    if (found == known) {
      findings.add(HealthIssue.ok("schema " + found + " of " + known));
      findings.addAll(missing(db));
    } else if (found < known) {
      findings.add(
          HealthIssue.error(
              found == 0 ? "there is no schema yet" : "schema " + found + " of " + known,
              "run duly schema migrate"));
    } else {
      findings.add(
          HealthIssue.error(
              "schema " + found + ", this version of Duly knows up to " + known, "update Duly"));
    }
    return findings;
  }

  /**
   * Brings it up to date. May be done while others work on it, and again after it was interrupted.
   *
   * @throws dev.duly.backend.BackendException if it cannot; nothing is half done
   */
  public void migrate() {
    new Migrations(store).run();
  }

  @Override
  public void close() {
    pool.close();
  }

  /** What a person may have dropped by hand, or a restore has left out. */
  private static List<HealthIssue> missing(Db db) throws SQLException {
    Set<String> expected = partsExpected();
    Set<String> actual = parts(db);
    List<HealthIssue> findings = new ArrayList<>();
    for (String part : expected) {
      if (!actual.contains(part)) {
        findings.add(
            HealthIssue.error(
                "the schema was altered: " + part + " is missing",
                "put it back as `duly schema print` has it, or restore the schema from a backup"));
      }
    }
    return findings;
  }

  /** What the migrations make, as a test compares. */
  static Set<String> partsExpected() {
    return new TreeSet<>(new Statements().read("shape.txt").lines().toList());
  }

  /** A line for each column, index and function. */
  static Set<String> parts(Db db) throws SQLException {
    Set<String> parts = new TreeSet<>();
    try (ResultSet row = db.prepare("shape_of").query()) {
      while (row.next()) {
        parts.add(row.getString(1));
      }
    }
    return parts;
  }
}
