package dev.duly.postgres;

import dev.duly.backend.room.Histogram;
import dev.duly.backend.room.RunCounts;
import dev.duly.backend.room.WorkerReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads workers' reports, from rows whose columns stand in the order read here. */
final class Reports {
  private Reports() {}

  /** A row is a sign of life, or a tally; those of one report follow one another. */
  static List<WorkerReport> read(ResultSet row) throws SQLException {
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
    return new WorkerReport(
        Instant.ofEpochMilli(row.getLong(1)),
        row.getString(2),
        row.getInt(4),
        Duration.ofMillis(row.getLong(5)),
        new ArrayList<>());
  }

  private static RunCounts tally(ResultSet row) throws SQLException {
    return new RunCounts(
        row.getString(6),
        row.getString(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10),
        Duration.ofMillis(row.getLong(11)),
        Histogram.of(row.getString(12)),
        Histogram.of(row.getString(13)));
  }
}
