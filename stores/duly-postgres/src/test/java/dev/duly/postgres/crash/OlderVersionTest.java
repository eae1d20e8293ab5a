package dev.duly.postgres.crash;

import dev.duly.lab.crash.KillLoop;
import dev.duly.lab.crash.OlderVersion;
import dev.duly.lab.crash.ProcessLab;
import dev.duly.lab.server.PrivatePostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An older version of Duly beside this one, on one server. */
@Tag("older")
class OlderVersionTest {
  @Test
  void an_older_version_shares_the_server() throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start();
        ProcessLab stage =
            new ProcessLab(
                Path.of("target", "older-" + KillLoop.SEED), new PostgresStores(), server.url())) {
      new OlderVersion().play("an older version on postgres", stage);
      stage.clear();
    }
  }
}
