package dev.duly.postgres;

import dev.duly.lab.crash.CompletionsWithin;
import dev.duly.lab.server.PrivatePostgres;
import java.sql.DriverManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class CountsTest {
  @Test
  void a_job_completed_in_the_handlers_transaction_is_a_completion() throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start("fsync=off")) {
      CompletionsWithin.play(
          PostgresBackend.url(server.url()),
          () -> DriverManager.getConnection(server.jdbcUrl()),
          8);
    }
  }

  @Test
  void a_lease_that_is_lost_against_the_handlers_transaction_is_a_completion() throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start("fsync=off")) {
      CompletionsWithin.playWithARenewalInBetween(
          PostgresBackend.url(server.url()), () -> DriverManager.getConnection(server.jdbcUrl()));
    }
  }
}
