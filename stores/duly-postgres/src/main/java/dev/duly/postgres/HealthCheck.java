package dev.duly.postgres;

import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.support.OverdueLeases;
import dev.duly.backend.support.StoreRetention;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks whether the database is as it should be, and whether a session is in our way. */
final class HealthCheck {
  private static final Duration LONG = Duration.ofMinutes(1);

  private HealthCheck() {}

  static List<HealthIssue> of(Db db, boolean hears) throws SQLException {
    List<HealthIssue> findings = new ArrayList<>();
    findings.add(
        HealthIssue.ok(
            "PostgreSQL "
                + text(db, "show server_version")
                + ", Duly uses "
                + text(
                    db,
                    "select pg_size_pretty(sum(pg_total_relation_size(oid))) from pg_class"
                        + " where relnamespace = 'duly'::regnamespace and relkind in ('r', 'p')")));
    findings.addAll(PostgresSchema.status(db));
    findings.add(durability(db));
    findings.add(
        hears
            ? HealthIssue.ok("new jobs of other processes are announced (LISTEN/NOTIFY)")
            : HealthIssue.warning(
                "announcements of other processes do not arrive, as behind PgBouncer in transaction"
                    + " mode: their jobs are found by polling, within 100 ms",
                "connect directly, if that is too slow"));
    findings.addAll(pins(db, LONG));
    findings.add(StoreRetention.finding(PostgresInspector.retention(db)));
    findings.addAll(OverdueLeases.findings(overdue(db)));
    return findings;
  }

  private static HealthIssue durability(Db db) throws SQLException {
    String commit = text(db, "show synchronous_commit");
    String fsync = text(db, "show fsync");
    if (fsync.equals("off")) {
      return HealthIssue.error(
          "fsync is off: a power cut may destroy the whole database", "set fsync = on");
    }
    return commit.equals("off")
        ? HealthIssue.warning(
            "synchronous_commit is off: a crash of the server loses jobs that were acknowledged in"
                + " the last moments, and brings back some that were settled",
            "set synchronous_commit = on for this role or database")
        : HealthIssue.ok("every commit is durable (synchronous_commit = " + commit + ")");
  }

  /**
   * Transactions that have been open for so long and keep dead rows from being removed: claims have
   * to step over them.
   */
  static List<HealthIssue> pins(Db db, Duration open) throws SQLException {
    List<HealthIssue> findings = new ArrayList<>();
    try (ResultSet row = db.prepare("pins").number(open.toMillis()).query()) {
      while (row.next()) {
        findings.add(
            HealthIssue.warning(
                "a transaction has been open for "
                    + row.getString(2)
                    + " and keeps dead rows from being removed: pid "
                    + row.getString(1)
                    + ", "
                    + row.getString(3)
                    + ": "
                    + row.getString(4),
                "end it: select pg_terminate_backend(" + row.getString(1) + ")"));
      }
    }
    return findings;
  }

  private static List<OverdueLeases.InQueue> overdue(Db db) throws SQLException {
    List<OverdueLeases.InQueue> queues = new ArrayList<>();
    try (ResultSet row = db.prepare("overdue").number(db.now()).query()) {
      while (row.next()) {
        queues.add(new OverdueLeases.InQueue(row.getString(1), row.getLong(2), row.getBoolean(3)));
      }
    }
    return queues;
  }

  private static String text(Db db, String query) throws SQLException {
    try (var statement = db.connection().createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
