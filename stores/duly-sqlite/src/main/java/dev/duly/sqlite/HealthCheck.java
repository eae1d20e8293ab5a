package dev.duly.sqlite;

import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.support.OverdueLeases;
import dev.duly.backend.support.StoreRetention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks whether the file is sound and has room. Reads it all: seconds for gigabytes. */
final class HealthCheck {
  private static final long ROOM_MIN = 100L << 20;
  private static final long LOG_MAX = 256L << 20;

  private HealthCheck() {}

  static List<HealthIssue> of(Db db, SqliteFile file, long now) throws SQLException {
    List<HealthIssue> findings = new ArrayList<>();
    findings.add(
        HealthIssue.ok(
            "sqlite "
                + SqliteFile.text(db, "select sqlite_version()")
                + ", schema "
                + SqliteFile.text(db, "pragma user_version")
                + ", "
                + megabytes(size(file.path()))
                + " on "
                + file.fileSystem()));
    String damage = SqliteFile.text(db, "pragma quick_check(1)");
    findings.add(
        damage.equals("ok")
            ? HealthIssue.ok("the file is sound")
            : HealthIssue.error(
                "the file is damaged: " + damage,
                "restore it from a backup, or save what can be read with `sqlite3 FILE .recover`"));
    findings.add(room(file));
    findings.add(log(file));
    findings.add(StoreRetention.finding(SqliteInspector.retention(db)));
    findings.addAll(OverdueLeases.findings(overdue(db, now)));
    return findings;
  }

  private static List<OverdueLeases.InQueue> overdue(Db db, long now) throws SQLException {
    PreparedStatement find = db.prepare("overdue");
    find.setLong(1, now);
    List<OverdueLeases.InQueue> queues = new ArrayList<>();
    try (ResultSet row = find.executeQuery()) {
      while (row.next()) {
        queues.add(new OverdueLeases.InQueue(row.getString(1), row.getLong(2), row.getBoolean(3)));
      }
    }
    return queues;
  }

  private static HealthIssue room(SqliteFile file) {
    try {
      long room = Files.getFileStore(file.path()).getUsableSpace();
      return room >= ROOM_MIN
          ? HealthIssue.ok(megabytes(room) + " free on the disk")
          : HealthIssue.error(
              "only " + megabytes(room) + " free on the disk",
              "free some, or enqueueing will fail");
    } catch (IOException e) {
      return HealthIssue.warning("cannot read the free disk space: " + e, "check it with df");
    }
  }

  private static HealthIssue log(SqliteFile file) {
    long size = size(file.path().resolveSibling(file.path().getFileName() + "-wal"));
    return size <= LOG_MAX
        ? HealthIssue.ok("the write-ahead log has " + megabytes(size))
        : HealthIssue.warning(
            "the write-ahead log has grown to " + megabytes(size),
            "a program reads the file in one long transaction: find it and end it");
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  private static String megabytes(long bytes) {
    return bytes < 10_000_000_000L
        ? String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%,.1f GB", bytes / 1e9);
  }
}
