package dev.duly.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.job.Priority;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LookbackWindowTest {
  private final AtomicLong nanos = new AtomicLong();
  private final LookbackWindow window = new LookbackWindow(nanos::get, 10_000);

  private void look(int micros) {
    window.saw(List.of(), micros);
  }

  @Test
  void as_long_as_it_is_quick_a_claim_looks_everywhere() {
    for (int i = 0; i < 10; i++) {
      assertThat(window.looksEverywhere()).isTrue();
      look(9_000);
    }
    assertThat(window.since("q", Priority.HIGH)).isZero();
  }

  @Test
  void a_slow_one_now_and_then_is_chance() {
    for (int micros : new int[] {500_000, 300, 500_000, 500_000, 300, 500_000}) {
      assertThat(window.looksEverywhere()).isTrue();
      look(micros);
    }
    assertThat(window.looksEverywhere()).isTrue();
  }

  @Test
  void three_slow_ones_are_followed_by_twenty_times_what_was_too_much() {
    for (int micros : new int[] {40_000, 30_000, 50_000}) {
      assertThat(window.looksEverywhere()).isTrue();
      look(micros);
    }
    assertThat(window.looksEverywhere()).isFalse();
    look(300);
    nanos.addAndGet(399_999_999);
    assertThat(window.looksEverywhere()).isFalse();
    nanos.addAndGet(1);
    assertThat(window.looksEverywhere()).isTrue();
    look(300); // the dead rows are gone
    assertThat(window.looksEverywhere()).isTrue();
  }

  @Test
  void it_looks_everywhere_at_least_every_thirty_seconds() {
    for (int i = 0; i < 3; i++) {
      look(60_000_000);
    }
    assertThat(window.looksEverywhere()).isFalse();
    nanos.addAndGet(30_000_000_000L);
    assertThat(window.looksEverywhere()).isTrue();
  }
}
