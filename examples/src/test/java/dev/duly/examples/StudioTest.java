package dev.duly.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Duly;
import dev.duly.NewJob;
import dev.duly.jackson.JacksonCodec;
import dev.duly.sqlite.SqliteBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudioTest {
  @TempDir Path folder;

  @Test
  void a_mail_goes_out_while_more_videos_wait_than_there_are_slots() throws Exception {
    CountDownLatch welcomed = new CountDownLatch(1);
    Studio.Crew crew =
        new Studio.Crew() {
          @Override
          public void encode(String file) {
            try {
              welcomed.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }

          @Override
          public void welcome(String to) {
            welcomed.countDown();
          }
        };
    try (Duly jobs =
        Duly.on(SqliteBackend.file(folder.resolve("jobs.db")), JacksonCodec.standard())) {
      var worker = Studio.start(jobs, crew);
      for (int i = 0; i < 5; i++) {
        jobs.enqueue(NewJob.of(new Studio.EncodeVideo("film-" + i)).queue("video"));
      }
      jobs.enqueue(NewJob.of(new Studio.Welcome("ada")).queue("email"));

      assertThat(welcomed.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(worker.awaitIdle(Duration.ofSeconds(10))).isTrue();
    }
  }
}
