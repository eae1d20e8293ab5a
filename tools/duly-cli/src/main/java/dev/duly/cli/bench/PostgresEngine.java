package dev.duly.cli.bench;

import dev.duly.backend.Backend;
import dev.duly.bench.Contender;
import dev.duly.bench.Workload;
import dev.duly.postgres.BarePostgres;
import dev.duly.postgres.PostgresBackend;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;

/** PostgreSQL, on a server where we may create databases: one for each store. */
final class PostgresEngine extends ServerEngine {
  /**
   * An engine.
   *
   * @param server any database of it: {@code postgresql://user@host:port/database}
   */
  PostgresEngine(String server) {
    super(server);
  }

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public String durability() {
    try (Connection connection = connect(server());
        Statement statement = connection.createStatement()) {
      return "fsync="
          + show(statement, "fsync")
          + ", synchronous_commit="
          + show(statement, "synchronous_commit")
          + ", shared_buffers="
          + show(statement, "shared_buffers")
          + ", PostgreSQL "
          + show(statement, "server_version");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String show(Statement statement, String setting) throws SQLException {
    try (ResultSet row = statement.executeQuery("show " + setting)) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  void create(Path folder) {
    execute("create database " + database(folder));
  }

  @Override
  void drop(Path folder) {
    execute("drop database if exists " + database(folder) + " with (force)");
  }

  @Override
  String url(Path folder) {
    return server().replaceFirst("(//[^/]*)(/[^?]*)?", "$1/" + database(folder));
  }

  private static String database(Path folder) {
    return "duly_bench_" + digits(folder);
  }

  /** Of class 08, connection exception, or 57P, a server that stops or starts. */
  @Override
  boolean isAway(RuntimeException failure) {
    String state =
        failure.getCause() instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "";
    return state.startsWith("08") || state.startsWith("57P");
  }

  private void execute(String sql) {
    try (Connection connection = connect(server());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql + " failed: " + e.getMessage(), e);
    }
  }

  /** Of a store, without us. */
  static Connection connect(String store) throws SQLException {
    java.net.URI uri = java.net.URI.create(store);
    Properties login = new Properties();
    String[] user = uri.getUserInfo() == null ? new String[0] : uri.getUserInfo().split(":", 2);
    if (user.length > 0) {
      login.setProperty("user", user[0]);
    }
    if (user.length > 1) {
      login.setProperty("password", user[1]);
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return DriverManager.getConnection(
        "jdbc:postgresql://" + uri.getHost() + port + uri.getPath(), login);
  }

  @Override
  public Backend open(String store) {
    return PostgresBackend.url(store);
  }

  @Override
  public Contender bare(String store, Workload workload) throws SQLException {
    return new BarePostgres(store, workload);
  }

  @Override
  public Optional<AutoCloseable> pin(String store) throws SQLException {
    Connection connection = connect(store);
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (Statement statement = connection.createStatement()) {
      statement.execute("select count(*) from duly.lane"); // its snapshot is taken with this
    }
    return Optional.of(connection);
  }

  @Override
  public int manyWaiting() {
    return 2_000_000;
  }
}
