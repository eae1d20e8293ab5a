package dev.duly.sql.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.SQLException;
import java.util.Map;

/** Our own connections, for whoever gives a URL and no pool. */
final class Pool {
  private static final int SIZE = 10;
  private static final int CONNECT_SECONDS = 5;
  private static final int SOCKET_SECONDS = 60; // longer than any statement of ours may take

  private Pool() {}

  /**
   * Connects once, to see that it can.
   *
   * @throws dev.duly.backend.BackendException if it cannot; the message says what to do
   */
  static HikariDataSource of(PostgresUrl url) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("duly");
    config.setJdbcUrl(url.jdbcUrl());
    config.setUsername(url.user());
    url.password().ifPresent(config::setPassword);
    config.setMaximumPoolSize(SIZE);
    config.setMinimumIdle(1);
    config.setInitializationFailTimeout(1);
    config.setConnectionTimeout(CONNECT_SECONDS * 1_000L);
    Map.of(
            "ApplicationName", "duly",
            "tcpKeepAlive", "true",
            "connectTimeout", String.valueOf(CONNECT_SECONDS),
            "socketTimeout", String.valueOf(SOCKET_SECONDS),
            "prepareThreshold", "2")
        .forEach(
            (name, value) -> {
              if (!url.settings().contains(name + "=")) {
                config.addDataSourceProperty(name, value);
              }
            });
    try {
      return new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      if (e.getCause() instanceof SQLException sql) {
        throw Trouble.of("connect", url.toString(), sql);
      }
      throw e;
    }
  }
}
