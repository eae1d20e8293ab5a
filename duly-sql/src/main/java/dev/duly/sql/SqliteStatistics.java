package dev.duly.sql;

import dev.duly.backend.Statistics;
import dev.duly.backend.Tally;
import dev.duly.backend.WorkerReport;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reports of workers: a row for each tally. */
final class SqliteStatistics implements Statistics {

  private final Writer writer;
  private final SqliteInspector reader;

  SqliteStatistics(Writer writer, SqliteInspector reader) {
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  public void add(String worker, int slots, Duration covers, List<Tally> tallies) {
    writer.call(
        "a worker's report",
        tx -> {
          PreparedStatement prune = tx.prepare("report_prune");
          prune.setLong(1, tx.now - KEPT.toMillis());
          prune.executeUpdate();
          for (Tally tally : tallies.isEmpty() ? List.of(Tally.NOTHING) : tallies) {
            add(tx, worker, slots, covers, tally);
          }
          return true;
        });
  }

  private static void add(Tx tx, String worker, int slots, Duration covers, Tally tally)
      throws SQLException {
    PreparedStatement add = tx.prepare("report_add");
    add.setLong(1, tx.now);
    add.setString(2, worker);
    add.setInt(3, slots);
    add.setLong(4, covers.toMillis());
    add.setString(5, tally.queue());
    add.setString(6, tally.type());
    add.setLong(7, tally.completed());
    add.setLong(8, tally.retried());
    add.setLong(9, tally.dead());
    add.setLong(10, tally.busy().toMillis());
    add.setString(11, tally.waited().text());
    add.setString(12, tally.ran().text());
    add.executeUpdate();
  }

  @Override
  public List<WorkerReport> since(Instant from) {
    return reader.read("statistics", db -> since(db, from));
  }

  private static List<WorkerReport> since(Db db, Instant from) throws SQLException {
    PreparedStatement since = db.prepare("report_since");
    since.setLong(1, from.toEpochMilli());
    try (ResultSet rows = since.executeQuery()) {
      return Reports.read(rows);
    }
  }
}
