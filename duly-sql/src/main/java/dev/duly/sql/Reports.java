package dev.duly.sql;

import dev.duly.backend.Histogram;
import dev.duly.backend.Tally;
import dev.duly.backend.WorkerReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads workers' reports, from rows whose columns stand in the order read here. */
public final class Reports {
  private Reports() {}

  /** A row is a tally; those of one report follow one another. */
  public static List<WorkerReport> read(ResultSet row) throws SQLException {
    List<WorkerReport> reports = new ArrayList<>();
    while (row.next()) {
      Instant at = Instant.ofEpochMilli(row.getLong(1));
      String worker = row.getString(2);
      WorkerReport last = reports.isEmpty() ? null : reports.get(reports.size() - 1);
      if (last == null || !last.at().equals(at) || !last.worker().equals(worker)) {
        last =
            new WorkerReport(
                at, worker, row.getInt(3), Duration.ofMillis(row.getLong(4)), new ArrayList<>());
        reports.add(last);
      }
      if (!row.getString(5).isEmpty()) {
        last.tallies().add(tally(row));
      }
    }
    return reports;
  }

  private static Tally tally(ResultSet row) throws SQLException {
    return new Tally(
        row.getString(5),
        row.getString(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        Duration.ofMillis(row.getLong(10)),
        Histogram.of(row.getString(11)),
        Histogram.of(row.getString(12)));
  }
}
