package dev.duly.postgres;

import dev.duly.backend.room.HealthIssue;
import java.util.ArrayList;
import java.util.List;

/**
 * The schema for whoever looks after the database: what it consists of, how far a database has
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

  static List<HealthIssue> status(Db db) throws java.sql.SQLException {
    int found = Migrations.version(db.connection());
    int known = Migrations.STEPS.size();
    List<HealthIssue> findings = new ArrayList<>();
    if (found == known) {
      findings.add(HealthIssue.ok("schema " + found + " of " + known));
      findings.addAll(Shape.compare(db));
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
}
