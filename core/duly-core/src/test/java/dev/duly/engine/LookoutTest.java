package dev.duly.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookoutTest {
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicBoolean busy = new AtomicBoolean();
  private final Lookout lookout =
      new Lookout(List.of(now -> looks.incrementAndGet()), busy::get, Env.system(), "test");

  @Test
  void rests_when_nothing_runs_and_looks_at_once_when_it_is_woken() {
    lookout.start();
    try {
      long soonest = IntStream.range(0, 3).mapToLong(i -> wakenNanos()).min().orElseThrow();

      assertThat(Duration.ofNanos(soonest)).isLessThan(Duration.ofMillis(500)); // of a second
    } finally {
      lookout.stop();
    }
  }

  @Test
  void does_not_rest_while_something_runs() {
    busy.set(true);
    lookout.start();
    try {
      Eventually.until("more looks than before a rest", () -> looks.get() > 20);
      assertThat(lookout.isResting()).isFalse();
    } finally {
      lookout.stop();
    }
  }

  /** How long after its rest has begun it looks again. */
  private long wakenNanos() {
    Eventually.until("it rests", lookout::isResting);
    int before = looks.get();
    long start = System.nanoTime();
    lookout.wake();
    Eventually.until("it looks", () -> looks.get() > before);
    return System.nanoTime() - start;
  }
}
