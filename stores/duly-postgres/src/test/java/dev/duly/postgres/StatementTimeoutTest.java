package dev.duly.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.support.StatementTimeout;
import dev.duly.lab.server.PrivatePostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("server")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StatementTimeoutTest {
  private static final PrivatePostgres SERVER = PrivatePostgres.start("fsync=off");
  private final StatementTimeout timeout = new StatementTimeout(Duration.ofMillis(300));

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @Test
  void a_statement_that_takes_too_long_is_cancelled_and_the_next_is_not() throws SQLException {
    try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl());
        PreparedStatement sleeping = connection.prepareStatement("select pg_sleep(?)")) {
      for (int times = 0; times < 2; times++) {
        sleeping.setDouble(1, 3_600);
        assertThatThrownBy(() -> timeout.run(sleeping, sleeping::executeQuery))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        sleeping.setDouble(1, 0);
        assertThat(timeout.run(sleeping, sleeping::executeQuery).next()).isTrue();
      }
    }
  }

  @Test
  void its_thread_is_there_while_statements_run() throws Exception {
    try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl());
        PreparedStatement one = connection.prepareStatement("select 1")) {
      for (int times = 0; times < 2; times++) {
        Set<Thread> before = threads();
        Set<Thread> meanwhile = timeout.run(one, StatementTimeoutTest::threads);
        meanwhile.removeAll(before);
        assertThat(meanwhile).hasSize(1);
        meanwhile.iterator().next().join();
      }
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("duly-statement-timeout"))
        .collect(Collectors.toSet());
  }
}
