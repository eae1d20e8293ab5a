package dev.duly.postgres;

import dev.duly.lab.crash.Interrupts;
import dev.duly.lab.server.PrivatePostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("server")
class InterruptTest {
  @Test
  @Timeout(60)
  void the_queue_goes_on() throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start("fsync=off")) {
      Interrupts.play(PostgresBackend.url(server.url()));
    }
  }
}
