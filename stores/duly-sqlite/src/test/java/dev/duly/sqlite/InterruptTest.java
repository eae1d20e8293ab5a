package dev.duly.sqlite;

import dev.duly.lab.crash.Interrupts;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class InterruptTest {
  @TempDir Path folder;

  @Test
  @Timeout(60)
  void the_queue_goes_on() throws Exception {
    Interrupts.play(SqliteBackend.file(folder.resolve("jobs.db")));
  }
}
