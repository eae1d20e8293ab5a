package dev.duly.backend.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HistogramTest {

  @Test
  void a_percentile_is_at_most_an_eighth_too_long() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      long nanos = random.nextLong(1L << (10 + random.nextInt(40)));
      long[] counts = new long[Histogram.BUCKETS];
      counts[Histogram.bucket(nanos)]++;

      long shown = Histogram.of(counts).percentile(0.5).toNanos();

      assertThat(shown).isGreaterThan(nanos);
      assertThat(shown - nanos).isLessThanOrEqualTo(Math.max(1_000, nanos / 8 + 1_000));
    }
  }

  @Test
  void the_longest_and_the_negative_count_in_the_last_and_the_first() {
    assertThat(Histogram.bucket(Long.MAX_VALUE)).isEqualTo(Histogram.BUCKETS - 1);
    assertThat(Histogram.bucket(-1)).isZero();
  }

  @Test
  void percentiles_go_by_rank() {
    long[] counts = new long[Histogram.BUCKETS];
    for (int i = 1; i <= 100; i++) {
      counts[Histogram.bucket(i <= 99 ? 2_500 : 1_000_000_000)]++;
    }
    Histogram histogram = Histogram.of(counts);

    assertThat(histogram.percentile(0.5)).isEqualTo(Duration.ofNanos(3_000));
    assertThat(histogram.percentile(0.99)).isEqualTo(Duration.ofNanos(3_000));
    assertThat(histogram.percentile(1)).isGreaterThan(Duration.ofMillis(999));
    assertThat(histogram.count()).isEqualTo(100);
    assertThat(Histogram.EMPTY.percentile(0.5)).isZero();
  }

  @Test
  void its_text_is_read_back_and_sums_add_up() {
    Histogram one = Histogram.of("0:3 40:12 319:1");

    assertThat(Histogram.of(one.text())).isEqualTo(one);
    assertThat(one.text()).isEqualTo("0:3 40:12 319:1");
    assertThat(one.plus(one)).isEqualTo(Histogram.of("0:6 40:24 319:2"));
    assertThat(Histogram.of("")).isEqualTo(Histogram.EMPTY);
  }
}
