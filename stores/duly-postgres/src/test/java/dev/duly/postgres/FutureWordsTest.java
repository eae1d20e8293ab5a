package dev.duly.postgres;

import dev.duly.lab.crash.FutureWords;
import dev.duly.lab.server.PrivatePostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class FutureWordsTest {
  @Test
  void words_of_a_newer_version_are_shown_and_not_acted_on() throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start("fsync=off")) {
      FutureWords.play(
          PostgresBackend.url(server.url()),
          "pending",
          () -> {
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
              statement.execute("alter table duly.job drop constraint job_state_check");
              statement.execute("delete from duly.ready"); // nobody claims what is pending
              statement.execute("update duly.job set state = 'pending' where id = 'strange'");
              statement.execute(
                  "update duly.job set park_reason = 'future_reason: detail' where id = 'parked'");
            }
          });
    }
  }
}
