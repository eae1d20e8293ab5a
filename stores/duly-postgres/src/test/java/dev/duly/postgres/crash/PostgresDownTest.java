package dev.duly.postgres.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.crash.KillLoop;
import dev.duly.lab.crash.ProcessLab;
import dev.duly.lab.crash.ServerDowns;
import dev.duly.lab.server.PrivatePostgres;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL goes and comes back, by an immediate stop and by SIGKILL of its postmaster in turn.
 */
@Tag("faults")
class PostgresDownTest {
  @Test
  void nothing_is_lost_and_everybody_resumes_by_themselves() throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start();
        ProcessLab stage =
            new ProcessLab(
                Path.of("target", "down-" + KillLoop.SEED), new PostgresStores(), server.url())) {
      assertThat(new ServerDowns().play("postgres", stage, new InTwoWays(server))).isEmpty();
      stage.clear();
    }
  }

  private record InTwoWays(PrivatePostgres server) implements ServerDowns.Server {
    @Override
    public void end(int number) throws Exception {
      if (number % 2 == 0) {
        server.stopImmediately();
      } else {
        ProcessHandle postmaster = server.postmaster();
        postmaster.destroyForcibly();
        postmaster.onExit().get(30, TimeUnit.SECONDS);
      }
    }

    @Override
    public void restart() throws Exception {
      server.restart();
    }
  }
}
