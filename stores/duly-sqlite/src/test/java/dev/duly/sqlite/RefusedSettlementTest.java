package dev.duly.sqlite;

import dev.duly.lab.crash.RefusedSettlements;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RefusedSettlementTest {
  @TempDir Path folder;

  @Test
  @Timeout(60)
  void a_result_that_the_file_refuses_costs_its_job_and_no_neighbour() throws Exception {
    Path file = folder.resolve("jobs.db");
    SqliteBackend backend = SqliteBackend.file(file);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create trigger no before update on job when new.result = cast('"
              + RefusedSettlements.REFUSED
              + "' as blob) begin select raise(abort, 'not this one'); end");
    }

    RefusedSettlements.play(backend);
  }
}
