package dev.duly.backend.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReconnectLoopTest {
  @Test
  void what_fails_or_ends_is_begun_again() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(3);
    try (ReconnectLoop lasting =
        new ReconnectLoop(
            "fails",
            () -> {
              begun.countDown();
              if (begun.getCount() % 2 == 0) {
                throw new IllegalStateException("as asked");
              }
            })) {
      lasting.begin();
      lasting.begin();
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void closing_ends_a_pause_and_nothing_begins_after_it() throws InterruptedException {
    CountDownLatch pauses = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    ReconnectLoop[] itself = new ReconnectLoop[1];
    itself[0] =
        new ReconnectLoop(
            "pauses",
            () -> {
              begun.incrementAndGet();
              pauses.countDown();
              itself[0].pause(600_000);
              ended.countDown();
            });
    itself[0].begin();
    assertThat(pauses.await(10, TimeUnit.SECONDS)).isTrue();
    itself[0].close();
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    itself[0].begin();
    assertThat(itself[0].isClosed()).isTrue();
    assertThat(begun).hasValue(1);
  }
}
