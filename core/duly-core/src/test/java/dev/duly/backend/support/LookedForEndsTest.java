package dev.duly.backend.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.room.Inspector;
import dev.duly.job.JobId;
import dev.duly.job.JobRef;
import dev.duly.job.JobState;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LookedForEndsTest {
  private static final JobRef JOB = new JobRef("q", new JobId("a"));
  private static final long SLOW_NANOS = 800_000_000;

  private final AtomicInteger looks = new AtomicInteger();

  /** The first look takes long, and the job is over by the second. */
  private final Inspector slow =
      (Inspector)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Inspector.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("find")) {
                  return List.of();
                } else if (looks.incrementAndGet() > 1) {
                  return List.of(Optional.empty());
                }
                LockSupport.parkNanos(SLOW_NANOS);
                return List.of(Optional.of(JobState.RUNNING));
              });

  @Test
  void a_look_that_took_long_holds_back_the_next_for_a_moment_only() {
    try (LookedForEnds watch = new LookedForEnds(slow, LongPoll.on(new Signal()))) {
      long began = System.nanoTime();
      assertThat(watch.ended(List.of(JOB), Duration.ofMinutes(1))).hasSize(1);
      assertThat(System.nanoTime() - began - SLOW_NANOS).isLessThan(2_000_000_000L);
      assertThat(looks).hasValue(2);
    }
  }
}
