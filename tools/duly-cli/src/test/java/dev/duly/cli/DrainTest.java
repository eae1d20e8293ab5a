package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.lab.server.PrivateRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker that ends when nothing is left. */
@Tag("server")
class DrainTest extends CommandHarness {
  private Path pipe(String name) throws Exception {
    Path pipe = folder.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  @Test
  @Timeout(60)
  void waits_for_a_store_that_is_away() throws Exception {
    Path runs = pipe("runs");
    Path go = pipe("go");
    Path command = folder.resolve("held.sh");
    Files.writeString(command, "#!/bin/sh\necho yes > " + runs + "\ncat " + go + "\n");
    assertThat(command.toFile().setExecutable(true)).isTrue();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (PrivateRedis server = PrivateRedis.start("--appendonly yes", "--appendfsync always")) {
      assertThat(duly("enqueue", "held", "{}", "--id", "a", "--url", server.url())).isZero();
      Future<Integer> worker =
          thread.submit(
              () -> duly("work", "--drain", "--exec", "held=" + command, "--url", server.url()));
      assertThat(Files.readString(runs)).isEqualTo("yes\n");

      server.kill();
      assertThatThrownBy(() -> worker.get(2, TimeUnit.SECONDS))
          .as("it looks several times a second whether anything is left")
          .isInstanceOf(TimeoutException.class);
      server.restart();
      Files.writeString(go, "{}");

      assertThat(worker.get(30, TimeUnit.SECONDS)).isZero();
      out();
      assertThat(duly("job", "show", "a", "--url", server.url())).isZero();
      assertThat(out()).contains("completed");
    } finally {
      thread.shutdownNow();
    }
  }
}
