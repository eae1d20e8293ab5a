package dev.duly.postgres;

import dev.duly.lab.server.PrivatePostgres;
import dev.duly.tck.OpenersAndRetention;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who may say how long jobs are kept, and what a store from before says. */
@Tag("server")
class RetentionTest {
  private static OpenersAndRetention on(PrivatePostgres server) {
    return new OpenersAndRetention(
        retention ->
            retention.isPresent()
                ? PostgresBackend.url(server.url(), retention.get())
                : PostgresBackend.url(server.url()));
  }

  @Test
  void a_database_keeps_what_was_said_last() {
    try (PrivatePostgres server = PrivatePostgres.start()) {
      on(server).playNew();
    }
  }

  @Test
  void a_database_from_before_keeps_all_until_a_retention_is_set() throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start()) {
      on(server)
          .playOld(
              () ->
                  execute(
                      server.jdbcUrl(),
                      "drop table duly.retention",
                      "delete from duly.migration where version > 2"));
    }
  }

  private static void execute(String url, String... texts) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String text : texts) {
        statement.execute(text);
      }
    }
  }
}
