package dev.duly.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.crash.ReconnectTimes;
import dev.duly.lab.server.PrivateRedis;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("faults")
class ReconnectTest {
  @Test
  void a_server_that_is_back_is_noticed_at_once() throws Exception {
    try (PrivateRedis server = PrivateRedis.start("--appendonly yes")) {
      Duration took =
          ReconnectTimes.play(RedisBackend.url(server.url()), server::kill, server::restart);

      System.out.println("redis: first completion " + took.toMillis() + " ms after its return");
      assertThat(took).isLessThan(Duration.ofMillis(1_500));
    }
  }
}
