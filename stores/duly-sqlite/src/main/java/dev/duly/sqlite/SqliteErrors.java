package dev.duly.sqlite;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What a failure means for the writer. */
final class SqliteErrors {
  private static final System.Logger LOG = System.getLogger(SqliteErrors.class.getName());

  private SqliteErrors() {}

  /** Another has the file's lock: each call by itself would wait as long, and for nothing. */
  static boolean isBusy(Throwable e) {
    return is(e, SQLiteErrorCode.SQLITE_BUSY);
  }

  static boolean isFull(Throwable e) {
    return is(e, SQLiteErrorCode.SQLITE_FULL);
  }

  static boolean isOfTheEngine(Throwable e) {
    return e instanceof SQLException || e.getCause() instanceof SQLException;
  }

  private static boolean is(Throwable e, SQLiteErrorCode code) {
    return e instanceof SQLiteException s && s.getResultCode() == code;
  }

  /**
   * After a full disk: what changes rows and adds none, as settling does, needs no more than room
   * in the log.
   */
  static void makeRoom(Db db) {
    try {
      db.execute("pragma wal_checkpoint(truncate)");
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "sqlite: the log could not be checkpointed", e);
    }
  }
}
