package dev.duly.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RateTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void the_burst_of_a_rate_is_what_a_tenth_of_a_second_brings() {
    assertThat(Rate.of(100, SECOND).burst()).isEqualTo(10);
    assertThat(Rate.of(10, SECOND).burst()).isEqualTo(1);
    assertThat(Rate.of(1, Duration.ofHours(1)).burst()).isEqualTo(1);
    assertThat(Rate.of(1_000_000, Duration.ofMillis(1)).burst()).isEqualTo(Rate.BURST_MAX);
  }

  @Test
  void a_burst_may_start_at_once_and_then_one_after_each_gap() {
    Rate rate = new Rate(10, SECOND, 3);
    long now = 1_000_000_000;
    assertThat(rate.gapMicros()).isEqualTo(100_000);
    assertThat(rate.room(0, now)).isEqualTo(3);

    long used = rate.taken(0, now, 3);
    assertThat(rate.room(used, now)).isZero();
    assertThat(rate.opensAt(used)).isEqualTo(now + 100_000);
    assertThat(rate.room(used, now + 99_999)).isZero();
    assertThat(rate.room(used, now + 100_000)).isEqualTo(1);
    assertThat(rate.room(used, now + 299_999)).isEqualTo(2);
    assertThat(rate.room(used, now + 86_400_000_000L)).isEqualTo(3);
    assertThat(rate.room(rate.givenBack(used, 2), now)).isEqualTo(2);
  }

  @Test
  void no_window_of_any_length_holds_more_than_the_rate_allows() {
    SplittableRandom random = new SplittableRandom(3);
    for (int n = 0; n < 200; n++) {
      Rate rate =
          new Rate(
              1 + random.nextInt(1_000),
              Duration.ofMillis(1 + random.nextInt(5_000)),
              1 + random.nextInt(20));
      List<Long> starts = starts(rate, random);
      for (int from = 0; from < starts.size(); from++) {
        for (int to = from; to < starts.size(); to++) {
          double window = starts.get(to) - starts.get(from);
          double allowed = window * rate.starts() / (rate.period().toNanos() / 1e3) + rate.burst();
          assertThat((double) (to - from + 1)).as("%s", rate).isLessThanOrEqualTo(allowed);
        }
      }
    }
  }

  /** As many as there is room for, at times that come at random. */
  private static List<Long> starts(Rate rate, SplittableRandom random) {
    List<Long> starts = new ArrayList<>();
    long now = 1_000_000_000_000L;
    long used = 0;
    while (starts.size() < 150) {
      long room = Math.min(rate.room(used, now), 1 + random.nextInt(10));
      used = room > 0 ? rate.taken(used, now, room) : used;
      for (long i = 0; i < room; i++) {
        starts.add(now);
      }
      now += random.nextLong(3 * rate.gapMicros());
    }
    return starts;
  }
}
