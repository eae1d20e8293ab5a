package dev.duly.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Duly;
import dev.duly.jackson.JacksonCodec;
import dev.duly.sqlite.SqliteBackend;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployTest {
  @TempDir Path folder;

  @Test
  void what_runs_finishes_and_what_waits_is_left() throws Exception {
    Path file = folder.resolve("jobs.db");
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch mayFinish = new CountDownLatch(1);
    AtomicInteger finished = new AtomicInteger();
    Duly old = Duly.on(SqliteBackend.file(file), JacksonCodec.standard());
    old.worker()
        .queue("default", 1)
        .handle(
            Studio.Welcome.class,
            (mail, attempt) -> {
              running.countDown();
              mayFinish.await();
              finished.incrementAndGet();
            })
        .start();
    Thread hook = Deploy.stopAtShutdown(old);
    old.enqueue(new Studio.Welcome("ada"));
    old.enqueue(new Studio.Welcome("bob"));
    running.await();

    assertThat(Runtime.getRuntime().removeShutdownHook(hook)).isTrue();
    hook.start();
    mayFinish.countDown();
    hook.join();

    try (Duly next = Duly.on(SqliteBackend.file(file), JacksonCodec.standard())) {
      assertThat(finished).hasPositiveValue();
      assertThat(next.jobs().count("state:running").jobs()).isZero();
      assertThat(next.jobs().count("state:completed").jobs()).isEqualTo(finished.get());
      assertThat(next.jobs().count("state:waiting").jobs()).isEqualTo(2 - finished.get());
    }
  }
}
