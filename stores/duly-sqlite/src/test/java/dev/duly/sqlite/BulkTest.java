package dev.duly.sqlite;

import dev.duly.lab.crash.BulksBesideLeases;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BulkTest {
  @TempDir Path folder;

  @Test
  void no_bulk_costs_a_running_job_its_lease() throws Exception {
    BulksBesideLeases.play(SqliteBackend.file(folder.resolve("jobs.db")));
  }
}
