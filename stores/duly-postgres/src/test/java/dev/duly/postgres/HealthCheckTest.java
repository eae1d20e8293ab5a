package dev.duly.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.BackendException;
import dev.duly.backend.room.HealthIssue;
import dev.duly.lab.server.PrivatePostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a look at a database finds, and which one is refused. */
@Tag("faults")
class HealthCheckTest {
  private static List<HealthIssue> health(PrivatePostgres server) {
    try (PostgresBackend backend = PostgresBackend.url(server.url())) {
      return backend.rooms().inspector().orElseThrow().health();
    }
  }

  @Test
  void a_server_as_it_should_be() {
    try (PrivatePostgres server = PrivatePostgres.start()) {
      assertThat(health(server))
          .allMatch(f -> f.level() == HealthIssue.Level.OK)
          .anyMatch(f -> f.text().equals("every commit is durable (synchronous_commit = on)"))
          .anyMatch(f -> f.text().contains("LISTEN/NOTIFY"));
    }
  }

  @Test
  void commits_that_nobody_waits_for() {
    try (PrivatePostgres server = PrivatePostgres.start("synchronous_commit=off")) {
      assertThat(health(server))
          .anyMatch(
              f ->
                  f.level() == HealthIssue.Level.WARNING
                      && f.text().contains("synchronous_commit is off")
                      && f.remedy().contains("synchronous_commit = on"));
    }
    try (PrivatePostgres server = PrivatePostgres.start("fsync=off")) {
      assertThat(health(server))
          .anyMatch(f -> f.level() == HealthIssue.Level.ERROR && f.text().contains("fsync is off"));
    }
  }

  @Test
  void a_transaction_that_somebody_forgot_is_named_with_its_query() throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start("fsync=off");
        Connection forgotten = DriverManager.getConnection(server.jdbcUrl());
        Connection own = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = forgotten.createStatement()) {
      forgotten.setAutoCommit(false);
      forgotten.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("select 42 as forgotten");
      try (Db db = new Db(own, new Statements(), null)) {
        assertThat(HealthCheck.pins(db, Duration.ZERO))
            .singleElement()
            .matches(f -> f.text().contains("select 42 as forgotten"))
            .matches(f -> f.text().matches("(?s).*pid [0-9]+.*"))
            .matches(f -> f.remedy().matches(".*pg_terminate_backend\\([0-9]+\\)"));
        assertThat(HealthCheck.pins(db, Duration.ofMinutes(1))).isEmpty();
      }
    }
  }

  @Test
  void a_standby_is_refused() throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start("fsync=off")) {
      server.becomeStandby();
      assertThatThrownBy(() -> PostgresBackend.url(server.url()))
          .isInstanceOf(BackendException.class)
          .hasMessageContainingAll("is a standby", "targetServerType=primary");
    }
  }
}
