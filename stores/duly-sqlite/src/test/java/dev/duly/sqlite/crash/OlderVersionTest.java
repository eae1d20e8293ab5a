package dev.duly.sqlite.crash;

import dev.duly.lab.crash.KillLoop;
import dev.duly.lab.crash.OlderVersion;
import dev.duly.lab.crash.ProcessLab;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An older version of Duly beside this one, on one file. */
@Tag("older")
class OlderVersionTest {
  @Test
  void an_older_version_shares_the_file() throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "older-" + KillLoop.SEED));
    try (ProcessLab stage =
        new ProcessLab(folder, new SqliteStores(), folder.resolve("jobs.db").toString())) {
      new OlderVersion().play("an older version on sqlite", stage);
      stage.clear();
    }
  }
}
