package dev.duly.sqlite;

import dev.duly.lab.crash.FutureWords;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FutureWordsTest {
  @TempDir Path folder;

  @Test
  void words_of_a_newer_version_are_shown_and_not_acted_on() throws Exception {
    Path file = folder.resolve("jobs.db");
    FutureWords.play(
        SqliteBackend.file(file),
        "pending",
        () -> {
          try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
              Statement statement = connection.createStatement()) {
            statement.execute("update job set state = 'pending' where id = 'strange'");
            statement.execute(
                "update job set park_reason = 'future_reason: detail' where id = 'parked'");
          }
        });
  }
}
