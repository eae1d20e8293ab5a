package dev.duly.sqlite;

import dev.duly.backend.room.Histogram;
import dev.duly.backend.room.RunCounts;
import dev.duly.backend.room.Statistics;
import dev.duly.backend.room.WorkerReport;
import dev.duly.backend.support.ProfileText;
import dev.duly.backend.support.SessionReport;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What workers report: a row for each sign of life and for each tally. */
final class SqliteStatistics implements Statistics {

  private final Writer writer;
  private final SqliteInspector reader;

  SqliteStatistics(Writer writer, SqliteInspector reader) {
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  public void add(WorkerReport presence) {
    writer.call(
        "a worker's report",
        tx -> {
          PreparedStatement prune = tx.prepare("report_prune");
          prune.setLong(1, tx.now - KEPT.toMillis());
          prune.executeUpdate();
          put(tx, tx.now, presence, RunCounts.NOTHING);
          return true;
        });
  }

  /** What a session has settled so far, in the transaction that settles. */
  static void put(Tx tx, String worker, SessionReport.Rows rows) throws SQLException {
    Instant now = Instant.ofEpochMilli(tx.now);
    for (RunCounts tally : rows.tallies()) {
      put(tx, rows.number(), WorkerReport.settled(now, worker, rows.covers(), List.of()), tally);
    }
  }

  private static void put(Tx tx, long number, WorkerReport report, RunCounts tally)
      throws SQLException {
    PreparedStatement put = tx.prepare("report_put");
    put.setString(1, report.worker());
    put.setLong(2, number);
    put.setString(3, tally.queue());
    put.setString(4, tally.type());
    put.setLong(5, tx.now);
    put.setInt(6, report.slots());
    put.setLong(7, report.covers().toMillis());
    put.setLong(8, tally.completed());
    put.setLong(9, tally.retried());
    put.setLong(10, tally.dead());
    put.setLong(11, tally.busy().toMillis());
    put.setString(12, tally.waited().text());
    put.setString(13, tally.ran().text());
    put.setLong(14, tally.lost());
    put.setLong(15, tally.released());
    put.setLong(16, tally.cancelled());
    put.setString(17, ProfileText.of(report.profile()));
    put.setString(18, report.isPresence() ? report.turns().text() : null);
    put.executeUpdate();
  }

  @Override
  public List<WorkerReport> since(Instant from) {
    return reader.read("statistics", db -> since(db, from));
  }

  private static List<WorkerReport> since(Db db, Instant from) throws SQLException {
    PreparedStatement since = db.prepare("report_since");
    since.setLong(1, from.toEpochMilli());
    try (ResultSet rows = since.executeQuery()) {
      return reports(rows);
    }
  }

  /** A row is a sign of life, or a tally; those of one report follow one another. */
  private static List<WorkerReport> reports(ResultSet row) throws SQLException {
    List<WorkerReport> reports = new ArrayList<>();
    long last = 0;
    while (row.next()) {
      WorkerReport report = report(row);
      WorkerReport before = reports.isEmpty() ? null : reports.get(reports.size() - 1);
      if (before == null
          || row.getLong(3) != last
          || !before.at().equals(report.at())
          || !before.worker().equals(report.worker())) {
        reports.add(report);
        before = report;
      }
      if (!report.isPresence()) {
        before.tallies().add(tally(row));
      }
      last = row.getLong(3);
    }
    return reports;
  }

  private static WorkerReport report(ResultSet row) throws SQLException {
    @Nullable String turns = row.getString(18);
    return new WorkerReport(
        Instant.ofEpochMilli(row.getLong(1)),
        row.getString(2),
        row.getInt(4),
        Duration.ofMillis(row.getLong(5)),
        ProfileText.parse(row.getString(17)),
        turns == null ? Histogram.EMPTY : Histogram.of(turns),
        new ArrayList<>());
  }

  private static RunCounts tally(ResultSet row) throws SQLException {
    return new RunCounts(
        row.getString(6),
        row.getString(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10),
        row.getLong(14),
        row.getLong(15),
        row.getLong(16),
        Duration.ofMillis(row.getLong(11)),
        Histogram.of(row.getString(12)),
        Histogram.of(row.getString(13)));
  }
}
