package dev.duly.sqlite.crash;

import dev.duly.lab.history.Change;
import dev.duly.sqlite.SqliteBackend;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets the file write down by itself, with triggers and in the same transactions, what is done to
 * its jobs: none of our code is asked.
 */
final class StoreJournal {
  private static final String TABLE =
      """
      create table journal (
        rev integer primary key autoincrement, job text,
        state0 text, token0 integer, fence0 integer, attempts0 integer, max0 integer, due0 integer, worker0 text,
        state1 text, token1 integer, fence1 integer, attempts1 integer, max1 integer, due1 integer, worker1 text,
        time integer, lease_end integer)
      """;
  private static final String NONE = "'-', 0, 0, 0, 0, 0, ''";

  private StoreJournal() {}

  /** Makes the file, with a journal in it. */
  static void open(Path file) throws SQLException {
    SqliteBackend.file(file).close();
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = db.createStatement()) {
      statement.execute(TABLE);
      statement.execute(trigger("insert", "", "new.id, " + NONE + ", " + row("new") + ", 0, 0"));
      statement.execute(
          trigger(
              "update",
              "when old.state is not new.state or old.token is not new.token",
              "new.id, "
                  + row("old")
                  + ", "
                  + row("new")
                  + ", iif(new.state = 'running', new.started_at, 0),"
                  + " coalesce((select lease_until from claim where old.state = 'running'"
                  + " and claim.token = old.token), 0)"));
      statement.execute(trigger("delete", "", "old.id, " + row("old") + ", " + NONE + ", 0, 0"));
    }
  }

  private static String trigger(String event, String when, String values) {
    return "create trigger journal_"
        + event
        + " after "
        + event
        + " on job "
        + when
        + " begin insert into journal values (null, "
        + values
        + "); end";
  }

  private static String row(String which) {
    return String.format(
        "%1$s.state, %1$s.token, %1$s.fence, %1$s.attempts, %1$s.max_attempts, %1$s.scheduled_at,"
            + " coalesce(%1$s.worker, '')",
        which);
  }

  static List<Change> read(Path file) throws SQLException {
    List<Change> changes = new ArrayList<>();
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = db.createStatement();
        ResultSet row = statement.executeQuery("select * from journal order by rev")) {
      while (row.next()) {
        changes.add(
            new Change(
                row.getLong(1),
                row.getString(2),
                job(row, 3),
                job(row, 10),
                row.getLong(17),
                row.getLong(18)));
      }
    }
    return changes;
  }

  private static Change.Row job(ResultSet row, int from) throws SQLException {
    return new Change.Row(
        row.getString(from),
        row.getLong(from + 1),
        row.getLong(from + 2),
        row.getInt(from + 3),
        row.getInt(from + 4),
        row.getLong(from + 5),
        row.getString(from + 6));
  }
}
