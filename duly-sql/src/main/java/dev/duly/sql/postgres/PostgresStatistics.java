package dev.duly.sql.postgres;

import dev.duly.backend.Statistics;
import dev.duly.backend.Tally;
import dev.duly.backend.WorkerReport;
import dev.duly.sql.Reports;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reports of workers: a row for each tally. */
final class PostgresStatistics implements Statistics {
  private final Store store;

  PostgresStatistics(Store store) {
    this.store = store;
  }

  @Override
  public void add(String worker, int slots, Duration covers, List<Tally> tallies) {
    List<Tally> rows = tallies.isEmpty() ? List.of(Tally.NOTHING) : tallies;
    store.call(
        "a worker's report",
        db -> {
          db.prepare("report_prune").number(db.now()).number(KEPT.toMillis()).update();
          return db.prepare("report_add")
              .number(db.now())
              .text(worker)
              .integer(slots)
              .number(covers.toMillis())
              .texts(all(rows, Tally::queue))
              .texts(all(rows, Tally::type))
              .numbers(all(rows, Tally::completed))
              .numbers(all(rows, Tally::retried))
              .numbers(all(rows, Tally::dead))
              .numbers(all(rows, t -> t.busy().toMillis()))
              .texts(all(rows, t -> t.waited().text()))
              .texts(all(rows, t -> t.ran().text()))
              .update();
        });
  }

  private static <T> List<@Nullable T> all(List<Tally> rows, Function<Tally, T> column) {
    List<@Nullable T> values = new ArrayList<>(rows.size());
    for (Tally row : rows) {
      values.add(column.apply(row));
    }
    return values;
  }

  @Override
  public List<WorkerReport> since(Instant from) {
    return store.callAgain(
        "statistics",
        db -> {
          try (ResultSet rows = db.prepare("report_since").number(from.toEpochMilli()).query()) {
            return Reports.read(rows);
          }
        });
  }
}
