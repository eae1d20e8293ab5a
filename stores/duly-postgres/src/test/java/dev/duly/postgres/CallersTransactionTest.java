package dev.duly.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.backend.BackendException;
import dev.duly.job.Payload;
import dev.duly.lab.server.PrivatePostgres;
import dev.duly.lab.server.Proxies;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A DataSource that hands out the caller's own transaction, as Spring's aware one does. */
@Tag("server")
class CallersTransactionTest {
  private static final JobType<Payload, Void> WORK = JobType.raw("work");
  private static final ThreadLocal<Connection> BOUND = new ThreadLocal<>();

  @SuppressWarnings("NullAway.Init")
  private static PrivatePostgres server;

  @SuppressWarnings("NullAway.Init")
  private Duly jobs;

  @SuppressWarnings("NullAway.Init")
  private Connection tx;

  @BeforeAll
  static void start() throws SQLException {
    server = PrivatePostgres.start("fsync=off");
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute("create table orders (n int)");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() throws SQLException {
    jobs = Duly.on(PostgresBackend.on(aware()), Codec.RAW);
    tx = DriverManager.getConnection(server.jdbcUrl());
    tx.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    BOUND.remove();
    tx.close();
    jobs.close();
  }

  private DataSource aware() {
    return Proxies.of(
        DataSource.class,
        (method, args) -> {
          Connection mine = BOUND.get();
          return mine == null
              ? DriverManager.getConnection(server.jdbcUrl())
              : Proxies.of(
                  Connection.class,
                  (call, values) ->
                      call.getName().equals("close")
                          ? "stays open"
                          : Proxies.call(call, mine, values));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"insert into orders values (1)", "select 1"})
  void is_refused_with_the_line_to_write_and_its_rows_stay_its_own(String statement)
      throws SQLException {
    run(statement);
    BOUND.set(tx);

    assertThatThrownBy(() -> jobs.enqueue(NewJob.of(WORK, Payload.none())))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("jobs.within(connection).enqueue(..)");
    tx.rollback();
    assertThat(orders()).isZero();
  }

  @Test
  void a_connection_that_is_borrowed_between_transactions_goes_back_as_it_was()
      throws SQLException {
    BOUND.set(tx);

    assertThat(jobs.enqueue(NewJob.of(WORK, Payload.none())).isNew()).isTrue();

    assertThat(tx.getAutoCommit()).isFalse();
    run("insert into orders values (1)");
    tx.rollback();
    assertThat(orders()).isZero();
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = tx.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int orders() throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from orders")) {
      row.next();
      return row.getInt(1);
    }
  }
}
