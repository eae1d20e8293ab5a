package dev.duly.sqlite;

import dev.duly.backend.BackendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The file: how connections to it are made, and whether it is a file of Duly's.
 *
 * <p>Every commit is on the disk when it returns ({@code synchronous=FULL}). The write-ahead log is
 * checkpointed every 4,000 pages: more makes the worst transaction longer, less makes every
 * transaction slower.
 */
class SqliteFile {
  private static final int APPLICATION_ID = 0x64756c79; // "duly", set by the first migration
  static final int BUSY_MILLIS = 10_000;
  private static final int CHECKPOINT_PAGES = 4_000;
  private static final long LOG_BYTES_KEPT =
      32L << 20; // a log that a long reader made grow shrinks
  // Before it, a reset of the write-ahead log could lose a commit.
  private static final int[] LIBRARY_MIN = {3, 51, 3};

  private static final List<String> REMOTE =
      List.of(
          "nfs",
          "cifs",
          "smb",
          "afs",
          "afpfs",
          "ceph",
          "glusterfs",
          "fuse.sshfs",
          "lustre",
          "gpfs",
          "webdav",
          "ncpfs");

  private final Path path;

  SqliteFile(Path path) {
    this.path = path.toAbsolutePath().normalize();
  }

  Path path() {
    return path;
  }

  /** Creates the file if it is not there, then true, and brings its schema up to date. */
  boolean prepare() {
    requireFolder();
    requireLocalDisk();
    try (Db db = connect()) {
      requireLibrary(text(db, "select sqlite_version()"));
      requireOurs(db);
      db.execute("pragma journal_mode = wal");
      return Migrations.run(db, path);
    } catch (SQLException e) {
      throw trouble("open", e);
    }
  }

  Db connect() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setGetGeneratedKeys(false);
    Connection connection = config.createConnection("jdbc:sqlite:" + path);
    Db db = new Db(connection);
    db.execute("pragma wal_autocheckpoint = " + CHECKPOINT_PAGES);
    db.execute("pragma journal_size_limit = " + LOG_BYTES_KEPT);
    return db;
  }

  /** A failed call as people should read it. */
  BackendException trouble(String verb, SQLException e) {
    return new BackendException(
        SqliteErrors.kindOf(e), "sqlite: " + verb + " on " + path + " failed: " + reason(e), e);
  }

  private static String reason(SQLException e) {
    SQLiteErrorCode code =
        e instanceof SQLiteException s ? s.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    return switch (code) {
      case SQLITE_NOTADB ->
          "the file is not a SQLite database. Choose another file, or move this one away.";
      case SQLITE_CORRUPT ->
          "the file is damaged. Restore it from a backup, or save what can be read with"
              + " `sqlite3 FILE .recover`.";
      case SQLITE_CANTOPEN ->
          "the file cannot be opened. Check its name, who may read and write it and its folder, and"
              + " that the disk is not read-only.";
      case SQLITE_READONLY -> "the file cannot be written. Check who may write it and its folder.";
      case SQLITE_FULL -> "the disk is full. Nothing of this call was stored; free some space.";
      case SQLITE_BUSY ->
          "another connection has held the file's lock for "
              + BUSY_MILLIS / 1_000
              + " s. If it is a transaction of your own, call within(connection) or commit first;"
              + " if it is another program, let it finish.";
      default -> otherReason(code, e);
    };
  }

  private static String otherReason(SQLiteErrorCode code, SQLException e) {
    if (code.name().startsWith("SQLITE_READONLY")) {
      return "the file or its folder cannot be written ("
          + code
          + "). Who only looks needs that, too: readers and writers share the file beside it whose"
          + " name ends with -shm.";
    } else if (e.getCause() != null) {
      return e.getMessage()
          + ": "
          + e.getCause()
          + ". The driver unpacks a library into the temporary folder, from which programs must be"
          + " allowed to run: -Dorg.sqlite.tmpdir=FOLDER names another.";
    }
    return String.valueOf(e.getMessage());
  }

  private void requireFolder() {
    Path folder = path.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new BackendException(
          "sqlite: there is no folder "
              + folder
              + " for "
              + path.getFileName()
              + ". Create it first.");
    }
    if (Files.isDirectory(path)) {
      throw new BackendException("sqlite: " + path + " is a folder. Name a file in it.");
    }
  }

  private void requireLocalDisk() {
    String kind = fileSystem();
    if (REMOTE.stream().anyMatch(kind::startsWith)) {
      throw new BackendException(
          "sqlite: "
              + path
              + " is on a network file system ("
              + kind
              + "), which has no locks to rely on: jobs would be lost or run twice. Put the file on"
              + " a local disk.");
    }
  }

  /** What the file's folder lies on, such as {@code ext4}; empty if it cannot be told. */
  String fileSystem() {
    try {
      return Files.getFileStore(path.getParent()).type().toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      return "";
    }
  }

  /** Refuses a version such as {@code 3.51.2}. */
  static void requireLibrary(String version) {
    int[] parts = Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    if (Arrays.compare(parts, LIBRARY_MIN) < 0) {
      throw new BackendException(
          "sqlite: library "
              + version
              + " can lose a commit when it resets its log; 3.51.3 or newer is needed. Update"
              + " org.xerial:sqlite-jdbc.");
    }
  }

  private void requireOurs(Db db) throws SQLException {
    int application = Integer.parseInt(text(db, "pragma application_id"));
    boolean empty = text(db, "select count(*) from sqlite_schema").equals("0");
    if (application != APPLICATION_ID && !(empty && application == 0)) {
      throw new BackendException(
          "sqlite: " + path + " is a database of another program. Choose another file.");
    }
  }

  static String text(Db db, String query) throws SQLException {
    try (Statement statement = db.connection().createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
