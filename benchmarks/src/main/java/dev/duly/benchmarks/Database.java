package dev.duly.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Databases for peers, as durable as ours: fsync on each commit. */
final class Database {
  private static final int BUSY_MILLIS = 10_000;

  private Database() {}

  /**
   * In this folder.
   *
   * @param connections SQLite has one writer, so one is best where one is enough
   */
  static HikariDataSource in(Path folder, int connections) {
    SQLiteConfig sqlite = new SQLiteConfig();
    sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
    sqlite.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    sqlite.setBusyTimeout(BUSY_MILLIS);
    // Or else a transaction that reads first fails when another has written since.
    sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    SQLiteDataSource source = new SQLiteDataSource(sqlite);
    source.setUrl("jdbc:sqlite:" + folder.resolve("peer.db"));
    HikariConfig pool = new HikariConfig();
    pool.setDataSource(source);
    pool.setMaximumPoolSize(connections);
    return new HikariDataSource(pool);
  }

  /**
   * On PostgreSQL, with as many connections as ours.
   *
   * @param url {@code postgresql://user@host:port/database}
   */
  static HikariDataSource on(String url) {
    HikariConfig pool = new HikariConfig();
    pool.setJdbcUrl("jdbc:" + url.replaceFirst("//[^/@]*@", "//"));
    pool.setUsername(url.replaceFirst("^[^/]*//([^/@:]*).*$", "$1"));
    pool.setMaximumPoolSize(10);
    return new HikariDataSource(pool);
  }
}
