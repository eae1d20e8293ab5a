package dev.duly.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.crash.CancelAcross;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cancel of a running job comes from another process. */
class CancelAcrossTest {
  // A second where nothing else runs; a machine may well be busy with other tests.
  private static final long MILLIS_MAX = 10_000;

  @TempDir Path folder;

  @Test
  void a_cancel_from_elsewhere_is_heard() throws Exception {
    Path file = folder.resolve("jobs.db");
    assertThat(CancelAcross.play(SqliteBackend.file(file), SqliteBackend.file(file)))
        .isLessThan(MILLIS_MAX);
  }
}
