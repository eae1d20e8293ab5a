package dev.duly.sqlite;

import dev.duly.lab.crash.CompletionsWithin;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountsTest {
  @TempDir Path folder;

  @Test
  void a_job_completed_in_the_handlers_transaction_is_a_completion() throws Exception {
    String file = folder.resolve("jobs.db").toString();
    CompletionsWithin.play(SqliteBackend.file(file), () -> connection(file), 2);
  }

  private static Connection connection(String file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("pragma busy_timeout = 30000");
    }
    return connection;
  }
}
