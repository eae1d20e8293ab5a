package dev.duly.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Duly;
import dev.duly.jackson.JacksonCodec;
import dev.duly.sqlite.SqliteBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewslettersTest {
  @TempDir Path folder;

  @Test
  void a_quiet_tenant_does_not_wait_for_a_noisy_one_and_the_rate_holds() throws Exception {
    List<Long> sent = new CopyOnWriteArrayList<>();
    List<String> to = new CopyOnWriteArrayList<>();
    CountDownLatch all = new CountDownLatch(9);
    try (Duly jobs =
        Duly.on(SqliteBackend.file(folder.resolve("jobs.db")), JacksonCodec.standard())) {
      for (int i = 0; i < 8; i++) {
        Newsletters.send(jobs, "noisy", "noisy" + i);
      }
      Newsletters.send(jobs, "quiet", "quiet");
      Newsletters.start(
          jobs,
          mail -> {
            sent.add(System.nanoTime());
            to.add(mail);
            all.countDown();
            return Optional.empty();
          });
      assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(to.indexOf("quiet")).isLessThanOrEqualTo(2);
    // Ten a second, one at once: eight gaps of 100 ms, but for how late a handler may begin.
    assertThat(sent.get(8) - sent.get(0)).isGreaterThan(Duration.ofMillis(700).toNanos());
  }
}
