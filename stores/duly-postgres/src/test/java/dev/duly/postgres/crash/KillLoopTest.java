package dev.duly.postgres.crash;

import dev.duly.lab.crash.KillLoop;
import dev.duly.lab.crash.ProcessLab;
import dev.duly.lab.server.PrivatePostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The loop of kills on a server. */
@Tag("faults")
class KillLoopTest {
  @Test
  void nothing_is_lost_and_every_duplicate_is_explained() throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start();
        ProcessLab stage =
            new ProcessLab(
                Path.of("target", "kill9-postgres-" + KillLoop.SEED),
                new PostgresStores(),
                server.url())) {
      new KillLoop().play("kill -9 on postgres", stage);
      stage.clear();
    }
  }
}
