package dev.duly.redis.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.crash.KillLoop;
import dev.duly.lab.crash.ProcessLab;
import dev.duly.lab.server.PrivateRedis;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The loop of kills on a server. */
@Tag("faults")
class KillLoopTest {
  @Test
  void nothing_is_lost_and_every_duplicate_is_explained() throws Exception {
    try (PrivateRedis server = PrivateRedis.start();
        ProcessLab stage =
            new ProcessLab(
                Path.of("target", "kill9-redis-" + KillLoop.SEED),
                new RedisStores(),
                server.url())) {
      assertThat(new KillLoop().play("kill -9 on redis", stage)).isNotEmpty();
      stage.clear();
    }
  }
}
