package dev.duly.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The control of the power cut: commits that are not synced ({@code synchronous=NORMAL}), so that
 * acknowledged jobs must be lost, or nobody looked.
 */
public final class UnsyncedSqlite {
  private UnsyncedSqlite() {}

  public static SqliteBackend file(String path) {
    SqliteFile file =
        new SqliteFile(Path.of(path)) {
          @Override
          Db connect() throws SQLException {
            Db db = super.connect();
            db.execute("pragma synchronous = normal");
            return db;
          }
        };
    return new SqliteBackend(file, SqliteClock.system());
  }
}
