package dev.duly.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.Session;
import dev.duly.lab.crash.LeaseLeftBehind;
import dev.duly.lab.server.PrivatePostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A worker that has nothing to do does nothing, though a lease has ended where it may not claim.
 */
@Tag("faults")
class IdleTest {
  private static final Duration WATCHED = Duration.ofMillis(2_500);

  @Test
  void makes_few_transactions() throws SQLException {
    try (PrivatePostgres server = PrivatePostgres.start("fsync=off");
        Backend backend = PostgresBackend.url(server.url())) {
      for (boolean paused : new boolean[] {true, false}) {
        Session idle = LeaseLeftBehind.of(backend, paused);
        long before = transactions(server);

        LeaseLeftBehind.idle(idle, WATCHED);

        assertThat(transactions(server) - before).isLessThan(100);
      }
    }
  }

  private static long transactions(PrivatePostgres server) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select xact_commit from pg_stat_database where datname = current_database()")) {
      row.next();
      return row.getLong(1);
    }
  }
}
