package dev.duly.sqlite;

import dev.duly.backend.BackendException;
import dev.duly.backend.ClaimLostException;
import dev.duly.backend.Outcome;
import dev.duly.backend.Settlement;
import dev.duly.backend.Transactions;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The same statements as the writer's, on a connection of the caller's to the same file. It takes
 * SQLite's lock and not the turn among processes: the writer waits for it as for any other program.
 */
final class SqliteTransactions implements Transactions {
  private static final Set<SQLiteErrorCode> LOCKED =
      Set.of(SQLiteErrorCode.SQLITE_BUSY, SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT);

  private final SqliteFile file;
  private final SqliteClock clock;
  private final CallersTransaction open;

  SqliteTransactions(SqliteFile file, SqliteClock clock, CallersTransaction open) {
    this.file = file;
    this.clock = clock;
    this.open = open;
  }

  @Override
  public List<Enqueued> enqueue(Connection tx, List<EncodedJob> jobs) {
    SqliteBackend.CAPABILITIES.requireAcceptable(jobs);
    return within(
        tx, "enqueue of " + jobs.size() + " jobs", work -> EnqueueStatements.enqueue(work, jobs));
  }

  @Override
  public void complete(Connection tx, Settlement.Complete done) {
    List<Outcome> outcomes =
        within(tx, "settle of 1 claim", work -> SettleStatements.settle(work, List.of(done)));
    if (outcomes.get(0) == Outcome.LOST) {
      throw new ClaimLostException(done.claim().job().id());
    }
  }

  private <T> T within(Connection connection, String verb, Writer.Work<T> work) {
    try {
      requireFit(connection, verb);
      open.remember(connection);
      try (Db db = Db.borrowed(connection)) {
        lock(db);
        Tx tx = new Tx(db, new Tx.Known(), clock.millis());
        T answer = work.in(tx);
        tx.writeCounts();
        return answer;
      }
    } catch (SQLException e) {
      throw trouble(verb, e);
    }
  }

  /** If the caller's transaction has not written yet, it waits here for its lock. */
  private void lock(Db db) throws SQLException {
    open.waits();
    try {
      db.prepare("within_lock").executeUpdate();
    } finally {
      open.waitsNoMore();
    }
  }

  private void requireFit(Connection connection, String verb) throws SQLException {
    if (connection.getAutoCommit()) {
      throw new BackendException(
          "sqlite: "
              + verb
              + ": the connection commits every statement by itself, so that the job would not"
              + " depend on your rows. Call setAutoCommit(false) first.");
    }
    Path theirs = fileOf(connection);
    if (!isSame(theirs)) {
      throw new BackendException(
          "sqlite: "
              + verb
              + ": the connection is to "
              + (theirs.toString().isEmpty() ? "a database in memory" : theirs)
              + ", the jobs are kept in "
              + file.path()
              + ": they cannot commit together. Open the connection to the jobs' file.");
    }
  }

  /** The pragma and not the table function of its name, which would begin to read. */
  private static Path fileOf(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("pragma database_list")) {
      while (row.next()) {
        if ("main".equals(row.getString(2))) {
          return Path.of(String.valueOf(row.getString(3)));
        }
      }
      throw new IllegalStateException("a connection without a main database");
    }
  }

  private boolean isSame(Path theirs) {
    try {
      return !theirs.toString().isEmpty() && Files.isSameFile(theirs, file.path());
    } catch (IOException e) {
      return false;
    }
  }

  private BackendException trouble(String verb, SQLException e) {
    if (e instanceof SQLiteException s && LOCKED.contains(s.getResultCode())) {
      return new BackendException(
          "sqlite: "
              + verb
              + " on "
              + file.path()
              + " failed: your transaction could not get the file's lock, since it began by reading"
              + " while others wrote, or its busy_timeout is short. Roll it back, and begin it for"
              + " writing (transaction_mode=IMMEDIATE).",
          e);
    }
    return file.trouble(verb, e);
  }
}
