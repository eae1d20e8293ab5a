package dev.duly.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.crash.ReconnectTimes;
import dev.duly.lab.server.PrivatePostgres;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("faults")
class ReconnectTest {
  @Test
  void a_server_that_is_back_is_noticed_at_once() throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start("fsync=off")) {
      Duration took =
          ReconnectTimes.play(
              PostgresBackend.url(server.url()), server::stopImmediately, server::restart);

      System.out.println("postgres: first completion " + took.toMillis() + " ms after its return");
      assertThat(took).isLessThan(Duration.ofMillis(1_500));
    }
  }
}
