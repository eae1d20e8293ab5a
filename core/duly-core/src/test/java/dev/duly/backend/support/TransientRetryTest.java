package dev.duly.backend.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.backend.BackendException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TransientRetryTest {
  private final AtomicInteger tries = new AtomicInteger();

  private String succeedOn(int theTry) {
    int now = tries.incrementAndGet();
    if (now < theTry) {
      throw new BackendException("try " + now);
    }
    return "done";
  }

  @Test
  void what_failed_of_something_that_passes_is_done_again() {
    assertThat(TransientRetry.run(() -> succeedOn(3), e -> true)).isEqualTo("done");
    assertThat(tries).hasValue(3);
  }

  @Test
  void nobody_tries_for_ever() {
    assertThatThrownBy(() -> TransientRetry.run(() -> succeedOn(9), e -> true)).hasMessage("try 4");
    assertThat(tries).hasValue(4);
  }

  @Test
  void what_failed_for_good_is_told_at_once() {
    assertThatThrownBy(() -> TransientRetry.run(() -> succeedOn(2), e -> false))
        .hasMessage("try 1");
    assertThat(tries).hasValue(1);
  }
}
