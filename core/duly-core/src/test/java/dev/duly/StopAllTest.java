package dev.duly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.job.JobRef;
import dev.duly.job.Payload;
import dev.duly.memory.InMemoryBackend;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of a process: all of its workers stop at once. */
class StopAllTest {
  private static final JobType<Payload, Void> WORK = JobType.raw("work");

  private final Duly duly = Duly.on(new InMemoryBackend(), Codec.RAW);
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @AfterEach
  void letThemEnd() {
    mayEnd.countDown();
  }

  @Test
  void two_workers_stop_side_by_side_within_one_grace_and_tell_what_was_left() throws Exception {
    CountDownLatch bothRun = new CountDownLatch(2);
    for (String queue : List.of("one", "two")) {
      duly.worker()
          .queue(queue, 1)
          .handle(
              WORK,
              (mail, attempt) -> {
                bothRun.countDown();
                while (mayEnd.getCount() > 0) {
                  Thread.onSpinWait(); // deaf to interruption
                }
              })
          .start();
      duly.enqueue(NewJob.of(WORK, Payload.none()).queue(queue));
    }
    assertThat(bothRun.await(10, TimeUnit.SECONDS)).isTrue();
    long began = System.nanoTime();

    List<JobRef> left = duly.close(Duration.ofMillis(500));

    assertThat(left).extracting(JobRef::queue).containsExactlyInAnyOrder("one", "two");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
    assertThat(duly.close(Duration.ZERO)).isEmpty();
  }
}
