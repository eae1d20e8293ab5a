package dev.duly.sql.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;

/** Our own connections, for whoever gives a URL and no pool. */
final class Pool {
  private static final int SIZE = 10;
  private static final int CONNECT_SECONDS = 5;
  private static final int SOCKET_SECONDS = 60; // longer than any statement of ours may take

  private Pool() {}

  /** Connects when it is first asked to. */
  static HikariDataSource of(PostgresUrl url) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("duly");
    config.setJdbcUrl(url.jdbcUrl());
    config.setUsername(url.user());
    url.password().ifPresent(config::setPassword);
    config.setMaximumPoolSize(SIZE);
    config.setMinimumIdle(1);
    config.setInitializationFailTimeout(-1);
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
    return new HikariDataSource(config);
  }
}
