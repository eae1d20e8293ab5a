package dev.duly.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** SQLite for peers, as durable as ours: WAL, fsync on each commit. */
final class Database {
  private static final int BUSY_MILLIS = 10_000;

  private Database() {}

  /** One connection: SQLite has one writer, and several would only wait for each other's locks. */
  static HikariDataSource in(Path folder) {
    SQLiteConfig sqlite = new SQLiteConfig();
    sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
    sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    sqlite.setBusyTimeout(BUSY_MILLIS);
    SQLiteDataSource source = new SQLiteDataSource(sqlite);
    source.setUrl("jdbc:sqlite:" + folder.resolve("peer.db"));
    HikariConfig pool = new HikariConfig();
    pool.setDataSource(source);
    pool.setMaximumPoolSize(1);
    return new HikariDataSource(pool);
  }
}
