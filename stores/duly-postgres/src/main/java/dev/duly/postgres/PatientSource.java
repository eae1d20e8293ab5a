package dev.duly.postgres;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * New connections for the pool, which after a refusal waits up to 5 s before it asks again; that
 * cannot be set. So a server that has answered before and is away is asked again every 150 ms here,
 * for a minute, instead of being told of as a refusal. Thread-safe.
 */
final class PatientSource implements DataSource {
  private static final long AGAIN_MILLIS = 150;
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final Driver driver;
  private final String url;
  private final Properties settings;
  private volatile boolean answered;
  private volatile @Nullable SQLException refusal;

  PatientSource(Driver driver, String url, Properties settings) {
    this.driver = driver;
    this.url = url;
    this.settings = settings;
  }

  /** Why there is no connection at the moment; empty: the server has answered since. */
  Optional<SQLException> refusal() {
    return Optional.ofNullable(refusal);
  }

  @Override
  public Connection getConnection() throws SQLException {
    long begin = System.nanoTime();
    while (true) {
      try {
        Connection connection = driver.connect(url, settings);
        answered = true;
        refusal = null;
        return connection;
      } catch (SQLException e) {
        refusal = e;
        boolean mayComeBack = answered && PostgresErrors.isOfTheConnection(e);
        if (!mayComeBack || System.nanoTime() - begin > PATIENCE_NANOS) {
          throw e;
        }
        pause(e);
      }
    }
  }

  /** The pool interrupts it when it is closed. */
  private static void pause(SQLException e) throws SQLException {
    try {
      Thread.sleep(AGAIN_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw e;
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {
    // said in the settings, as connectTimeout
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
