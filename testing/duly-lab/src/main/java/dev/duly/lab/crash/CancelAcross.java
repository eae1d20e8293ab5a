package dev.duly.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.backend.Backend;
import dev.duly.backend.room.Acted;
import dev.duly.backend.room.Inspector;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import dev.duly.job.Payload;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A cancel that comes from elsewhere reaches a running handler within a second: long before its
 * lease is renewed.
 */
public final class CancelAcross {
  private static final Duration LEASE = Duration.ofMinutes(10);
  private static final JobType<Payload, Void> ENDLESS = JobType.raw("endless");

  private static final int PATIENCE_SECONDS = 30;

  private CancelAcross() {}

  /**
   * Both backends are of one store, and are closed afterwards.
   *
   * @param working where the job runs
   * @param asking where the cancel comes from
   * @return after how many milliseconds the handler was interrupted
   */
  public static long play(Backend working, Backend asking) throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    try (asking;
        Duly jobs = Duly.on(working, Codec.RAW)) {
      // Before the worker begins: from its first claim on it has no room for more.
      JobRef job = new JobRef("default", jobs.enqueue(NewJob.of(ENDLESS, Payload.none())).id());
      var worker =
          jobs.worker()
              .lease(LEASE)
              .queue("default", 1)
              .handle(
                  ENDLESS,
                  (payload, attempt) -> {
                    started.countDown();
                    try {
                      new CountDownLatch(1).await();
                    } finally {
                      stopped.countDown();
                    }
                  })
              .start();
      assertThat(started.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it runs").isTrue();

      long asked = System.nanoTime();
      assertThat(asking.rooms().operator().orElseThrow().cancel(List.of(job), "ana"))
          .containsExactly(Acted.ASKED);

      assertThat(stopped.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it is stopped").isTrue();
      long millis = (System.nanoTime() - asked) / 1_000_000;
      System.out.printf("cancelled from elsewhere: stopped after %d ms%n", millis);
      assertThat(worker.awaitIdle(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
      Inspector inspector = asking.rooms().inspector().orElseThrow();
      assertThat(inspector.find(job).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
      return millis;
    }
  }
}
