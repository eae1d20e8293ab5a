package dev.duly.postgres;

import dev.duly.backend.room.Histogram;
import dev.duly.backend.room.RunCounts;
import dev.duly.backend.room.Statistics;
import dev.duly.backend.room.WorkerReport;
import dev.duly.backend.support.ProfileText;
import dev.duly.backend.support.SessionReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What workers report: a row for each sign of life and for each tally. */
final class PostgresStatistics implements Statistics {
  private final Store store;

  PostgresStatistics(Store store) {
    this.store = store;
  }

  @Override
  public void add(WorkerReport presence) {
    long number = ThreadLocalRandom.current().nextLong();
    SessionReport.Rows nothing =
        new SessionReport.Rows(number, presence.covers(), List.of(RunCounts.NOTHING));
    store.call(
        "a worker's report",
        db -> {
          db.prepare("report_prune").number(db.now()).number(KEPT.toMillis()).update();
          return bind(db.prepare("report_put"), db, presence, nothing).update();
        });
  }

  /** What a session has settled so far, apart from what settles. */
  static int put(Db db, String worker, SessionReport.Rows rows) throws SQLException {
    return bind(db.prepare("report_put"), db, settled(worker, rows), rows).update();
  }

  /** The parameters of the same, in the go of statements that settles. */
  static void bind(Values values, Db db, String worker, SessionReport.Rows rows)
      throws SQLException {
    bind(values, db, settled(worker, rows), rows);
  }

  private static WorkerReport settled(String worker, SessionReport.Rows rows) {
    return WorkerReport.settled(Instant.EPOCH, worker, rows.covers(), List.of());
  }

  private static Values bind(Values values, Db db, WorkerReport report, SessionReport.Rows rows)
      throws SQLException {
    List<RunCounts> tallies = rows.tallies();
    return values
        .text("report_worker", report.worker())
        .number("report_number", rows.number())
        .integer("report_slots", report.slots())
        .number("report_covers", rows.covers().toMillis())
        .text("report_profile", ProfileText.of(report.profile()))
        .text("report_turns", report.isPresence() ? report.turns().text() : null)
        .number("now", db.now())
        .texts("report_queues", all(tallies, RunCounts::queue))
        .texts("report_types", all(tallies, RunCounts::type))
        .numbers("report_completed", all(tallies, RunCounts::completed))
        .numbers("report_retried", all(tallies, RunCounts::retried))
        .numbers("report_dead", all(tallies, RunCounts::dead))
        .numbers("report_busy", all(tallies, t -> t.busy().toMillis()))
        .texts("report_waited", all(tallies, t -> t.waited().text()))
        .texts("report_ran", all(tallies, t -> t.ran().text()))
        .numbers("report_lost", all(tallies, RunCounts::lost))
        .numbers("report_released", all(tallies, RunCounts::released))
        .numbers("report_cancelled", all(tallies, RunCounts::cancelled));
  }

  private static <T> List<@Nullable T> all(List<RunCounts> rows, Function<RunCounts, T> column) {
    List<@Nullable T> values = new ArrayList<>(rows.size());
    for (RunCounts row : rows) {
      values.add(column.apply(row));
    }
    return values;
  }

  @Override
  public List<WorkerReport> since(Instant from) {
    return store.callAgain(
        "statistics",
        db -> {
          try (ResultSet rows =
              db.prepare("report_since")
                  .number(from.toEpochMilli())
                  .number(from.toEpochMilli())
                  .query()) {
            return reports(rows);
          }
        });
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
