package dev.duly.sqlite;

import dev.duly.backend.BackendException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The connection that writes, reopened after the engine has failed. Only the writer thread, unless
 * it says otherwise.
 */
final class WriterConnection {
  private static final System.Logger LOG = System.getLogger(WriterConnection.class.getName());

  /** So many tries to begin take as long as SQLite's lock is waited for. */
  static final int BUSY_TRIES = 10;

  private final SqliteFile file;
  private final SqliteClock clock;
  private final CommitWatcher commits;
  private final Tx.Known known = new Tx.Known();
  private @Nullable Db connected; // null after trouble: the next transaction connects anew
  private long versionOfOthers;

  WriterConnection(SqliteFile file, SqliteClock clock, CommitWatcher commits) throws SQLException {
    this.file = file;
    this.clock = clock;
    this.commits = commits;
    this.connected = connect();
  }

  private Db connect() throws SQLException {
    Db db = file.connect();
    db.execute("pragma busy_timeout = " + SqliteFile.BUSY_MILLIS / BUSY_TRIES);
    return db;
  }

  private Db db() throws SQLException {
    Db db = connected == null ? connect() : connected;
    connected = db;
    return db;
  }

  /** Any thread. */
  Path path() {
    return file.path();
  }

  /**
   * Takes SQLite's lock, which another program may hold.
   *
   * @throws SQLException also if it did not come free in a tenth of the time that is waited for it
   */
  void begin() throws SQLException {
    db().prepare("begin").executeUpdate();
  }

  /** What has begun. */
  Tx transaction() throws SQLException {
    Db db = db();
    listen(db);
    return new Tx(db, known, clock.begin(db));
  }

  /** On this connection the version changes with the commits of others alone. */
  private void listen(Db db) throws SQLException {
    try (ResultSet row = db.prepare("data_version").executeQuery()) {
      row.next();
      long version = row.getLong(1);
      if (version != versionOfOthers) {
        versionOfOthers = version;
        commits.beat();
      }
    }
  }

  void commit() throws SQLException {
    db().prepare("commit").executeUpdate();
  }

  /**
   * Undoes the transaction. After trouble with the engine, the connection goes with it: its
   * statements may be left half-way, and be of no use even when a full disk has room again.
   */
  void rollBack(Throwable why) {
    known.forget();
    clock.forget();
    Db db = connected;
    if (db == null) {
      return; // it is the connecting that failed
    }
    try {
      db.prepare("rollback").executeUpdate();
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.DEBUG, "sqlite: there was nothing to roll back", e);
    }
    if (SqliteErrors.isFull(why)) {
      SqliteErrors.makeRoom(db);
    }
    if (SqliteErrors.isOfTheEngine(why) && !SqliteErrors.isBusy(why)) {
      disconnect();
    }
  }

  void disconnect() {
    Db db = connected;
    connected = null;
    try {
      if (db != null) {
        db.close();
      }
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.WARNING, "sqlite: closing " + path() + " failed", e);
    }
  }

  /** A failed call as people should read it. Any thread. */
  RuntimeException trouble(String verb, Throwable e) {
    if (e instanceof BackendException told) {
      return told;
    }
    return e instanceof SQLException sql
        ? file.trouble(verb, sql)
        : new IllegalStateException("sqlite: " + verb + " on " + path() + " failed", e);
  }
}
