package dev.duly.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;

/** Our own connections, for an application that gives a URL and no pool. Thread-safe. */
final class Pool implements AutoCloseable {
  private static final int SIZE = 10;
  private static final int CONNECT_SECONDS = 5;
  private static final int SOCKET_SECONDS = 60; // longer than any statement of ours may take
  private static final Map<String, String> SETTINGS =
      Map.of(
          "ApplicationName", "duly",
          "tcpKeepAlive", "true",
          "connectTimeout", String.valueOf(CONNECT_SECONDS),
          "socketTimeout", String.valueOf(SOCKET_SECONDS),
          "prepareThreshold", "2");

  private final PatientSource source;
  private final HikariDataSource pool;

  private Pool(PatientSource source, HikariDataSource pool) {
    this.source = source;
    this.pool = pool;
  }

  /**
   * Connects once, to see that it can.
   *
   * @throws dev.duly.backend.BackendException if it cannot; the message says what to do
   */
  static Pool of(PostgresUrl url) {
    PatientSource source = new PatientSource(new Driver(), url.jdbcUrl(), settings(url));
    HikariConfig config = new HikariConfig();
    config.setPoolName("duly");
    config.setDataSource(source);
    config.setMaximumPoolSize(SIZE);
    config.setMinimumIdle(1);
    config.setInitializationFailTimeout(1);
    config.setConnectionTimeout(CONNECT_SECONDS * 1_000L);
    try {
      return new Pool(source, new HikariDataSource(config));
    } catch (HikariPool.PoolInitializationException e) {
      if (e.getCause() instanceof SQLException sql) {
        throw PostgresErrors.of("connect", url.toString(), sql);
      }
      throw e;
    }
  }

  private static Properties settings(PostgresUrl url) {
    Properties settings = url.login();
    SETTINGS.forEach(
        (name, value) -> {
          if (!url.settings().contains(name + "=")) {
            settings.setProperty(name, value);
          }
        });
    return settings;
  }

  /** One of the pool; if there is none since the server is away, that is what is told. */
  Connection connect() throws SQLException {
    try {
      return pool.getConnection();
    } catch (SQLTransientConnectionException e) {
      throw source.refusal().orElse(e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
