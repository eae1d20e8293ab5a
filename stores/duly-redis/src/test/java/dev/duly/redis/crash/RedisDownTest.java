package dev.duly.redis.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.crash.KillLoop;
import dev.duly.lab.crash.ProcessLab;
import dev.duly.lab.crash.ServerDowns;
import dev.duly.lab.server.PrivateRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Redis itself is killed with SIGKILL, where it syncs each write: what was acknowledged is there.
 */
@Tag("faults")
class RedisDownTest {
  @Test
  void nothing_is_lost_and_everybody_resumes_by_themselves() throws Exception {
    try (PrivateRedis server = PrivateRedis.start("--appendonly yes", "--appendfsync always");
        ProcessLab stage =
            new ProcessLab(
                Path.of("target", "redis-down-" + KillLoop.SEED),
                new RedisStores(),
                server.url())) {
      assertThat(new ServerDowns().play("redis", stage, new Killed(server))).isEmpty();
      stage.clear();
    }
  }

  /** Connections stay, nobody answers, and leases end meanwhile. */
  @Test
  void a_server_that_pauses_for_ten_seconds_loses_nothing_either() throws Exception {
    try (PrivateRedis server = PrivateRedis.start();
        ProcessLab stage =
            new ProcessLab(
                Path.of("target", "redis-paused-" + KillLoop.SEED),
                new RedisStores(),
                server.url())) {
      ServerDowns downs = new ServerDowns();
      assertThat(downs.play("redis paused", stage, new Paused(server), 1, Duration.ofSeconds(10)))
          .isEmpty();
      stage.clear();
    }
  }

  private record Paused(PrivateRedis server) implements ServerDowns.Server {
    @Override
    public void end(int number) throws IOException {
      server.freeze();
    }

    @Override
    public void restart() throws IOException {
      server.thaw();
    }
  }

  private record Killed(PrivateRedis server) implements ServerDowns.Server {
    @Override
    public void end(int number) {
      server.kill();
    }

    @Override
    public void restart() throws IOException {
      server.restart();
    }
  }
}
