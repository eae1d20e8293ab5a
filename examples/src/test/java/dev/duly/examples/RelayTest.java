package dev.duly.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Duly;
import dev.duly.JobName;
import dev.duly.NewJob;
import dev.duly.bridge.Bridge;
import dev.duly.jackson.JacksonCodec;
import dev.duly.sqlite.SqliteBackend;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayTest {
  @TempDir Path folder;

  @JobName("welcome")
  record Welcome(String to) {}

  @Test
  void what_is_enqueued_here_runs_there() throws Exception {
    CompletableFuture<String> sent = new CompletableFuture<>();
    SqliteBackend source = SqliteBackend.file(folder.resolve("front.db"));
    SqliteBackend target = SqliteBackend.file(folder.resolve("behind.db"));
    try (Duly front = Duly.on(source, JacksonCodec.standard());
        Duly behind = Duly.on(target, JacksonCodec.standard());
        Bridge relay = Relay.start(source, target)) {
      behind
          .worker()
          .queue("email", 2)
          .handle(Welcome.class, (mail, attempt) -> sent.complete(mail.to()))
          .start();
      front.enqueue(NewJob.of(new Welcome("ada")).queue("email"));
      assertThat(sent.get(20, TimeUnit.SECONDS)).isEqualTo("ada");
      assertThat(relay.problem()).isEmpty();
    }
  }
}
