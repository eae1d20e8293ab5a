package dev.duly.sqlite;

import dev.duly.backend.BackendException.Kind;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What a failure means for the writer. */
final class SqliteErrors {
  private static final System.Logger LOG = System.getLogger(SqliteErrors.class.getName());

  /** What was sent is at fault: codes begin so. */
  private static final List<String> AT_FAULT =
      List.of("SQLITE_CONSTRAINT", "SQLITE_TOOBIG", "SQLITE_MISMATCH", "SQLITE_RANGE");

  private SqliteErrors() {}

  /** Another has the file's lock: each call by itself would wait as long, and for nothing. */
  static boolean isBusy(Throwable e) {
    return is(e, SQLiteErrorCode.SQLITE_BUSY);
  }

  /** Result codes: https://sqlite.org/rescode.html. */
  static Kind kindOf(Throwable e) {
    if (!(e instanceof SQLiteException sqlite)) {
      return Kind.UNKNOWN_OUTCOME;
    }
    String code = sqlite.getResultCode().name();
    if (AT_FAULT.stream().anyMatch(code::startsWith)) {
      return Kind.PERMANENT;
    }
    return code.startsWith("SQLITE_IOERR") ? Kind.UNKNOWN_OUTCOME : Kind.TRANSIENT;
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
