package dev.duly.backend.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.BackendException;
import dev.duly.backend.support.PeriodicTask.Interval;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A task that runs now and then. */
class PeriodicTaskTest {
  @Test
  void it_runs_again_also_after_a_failure_of_the_backend() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(3);
    try (PeriodicTask task = new PeriodicTask("test", Interval.ofMillis(2), () -> fail(runs))) {
      task.start();

      assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(task.isClosed()).isFalse();
    }
  }

  private static void fail(CountDownLatch runs) {
    runs.countDown();
    throw new BackendException("away");
  }
}
