package dev.duly;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R. Retries. */
class RetryPolicyTest {

  @Test
  void the_default_is_five_attempts_and_four_waits() {
    assertThat(RetryPolicy.DEFAULT.attempts()).isEqualTo(5);
    assertThat(waits(RetryPolicy.DEFAULT, 4))
        .containsExactly(ofSeconds(10), ofSeconds(30), ofMinutes(2), ofMinutes(10));
  }

  @Test
  void the_last_wait_repeats() {
    assertThat(waits(RetryPolicy.delays(ofSeconds(1), ofSeconds(5)).attempts(9), 4))
        .containsExactly(ofSeconds(1), ofSeconds(5), ofSeconds(5), ofSeconds(5));
  }

  @Test
  void exponential_grows_to_its_longest() {
    assertThat(waits(RetryPolicy.exponential(ofSeconds(1), 2, ofSeconds(5)), 5))
        .containsExactly(ofSeconds(1), ofSeconds(2), ofSeconds(4), ofSeconds(5), ofSeconds(5));
    assertThat(RetryPolicy.exponential(ofSeconds(1), 10, ofHours(1)).delayAfter(1_000, 0.5))
        .isEqualTo(ofHours(1));
  }

  @Test
  void never_is_a_budget_of_one() {
    assertThat(RetryPolicy.never().attempts()).isEqualTo(1);
  }

  @Test
  void jitter_spreads_by_a_fifth_and_full_over_everything() {
    RetryPolicy fifth = RetryPolicy.fixed(ofSeconds(10));
    RetryPolicy full = fifth.fullJitter();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      double r = random.nextDouble();
      assertThat(fifth.delayAfter(1, r)).isBetween(ofSeconds(8), ofSeconds(12));
      assertThat(full.delayAfter(1, r)).isBetween(Duration.ZERO, ofSeconds(10));
    }
    assertThat(fifth.delayAfter(1, 0)).isEqualTo(ofSeconds(8));
    assertThat(fifth.delayAfter(1, 0.999999)).isGreaterThan(ofMillis(11_999));
    assertThat(full.delayAfter(1, 0)).isEqualTo(Duration.ZERO);
    assertThat(fifth.jitter(0).delayAfter(1, 0.9)).isEqualTo(ofSeconds(10));
    assertThat(fifth.jitter(100).delayAfter(1, 0)).isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10s 30s 2m 10m ±20%",
        "0s",
        "1m",
        "1s 1m30s 500ms full",
        "10s x2 max 1h ±20%",
        "1s x1.5 max 10m full",
        "7d ±100%"
      })
  void the_text_form_is_read_as_it_is_written(String text) {
    assertThat(RetryPolicy.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "'', is not a duration",
    "soon, is not a duration",
    "10, is not a duration",
    "10s ±500%, is not a duration",
    "10s x0 max 1h, the factor must be 1 to 100",
    "10s x2, is not a duration",
    "99999999d, longer than 100 years"
  })
  void what_cannot_be_read_is_refused_with_the_reason(String text, String reason) {
    assertThatThrownBy(() -> RetryPolicy.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("retry must be like")
        .hasMessageContaining(reason);
  }

  @Test
  void impossible_policies_are_refused() {
    assertThatThrownBy(() -> RetryPolicy.delays()).hasMessageContaining("1 to 100 delays");
    assertThatThrownBy(() -> RetryPolicy.fixed(ofSeconds(-1))).hasMessageContaining("negative");
    assertThatThrownBy(() -> RetryPolicy.fixed(ofSeconds(Long.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a delay must be at most 36500 days");
    assertThatThrownBy(() -> RetryPolicy.DEFAULT.attempts(0)).hasMessageContaining("was 0");
    assertThatThrownBy(() -> RetryPolicy.DEFAULT.jitter(101)).hasMessageContaining("was 101");
  }

  @Test
  void giving_up_by_error_takes_subclasses_and_adds_up() {
    RetryPolicy policy =
        RetryPolicy.DEFAULT
            .giveUpOn(IOException.class)
            .giveUpIf(e -> "hopeless".equals(e.getMessage()));

    assertThat(policy.errors().givesUp(new java.io.FileNotFoundException())).isTrue();
    assertThat(policy.errors().givesUp(new RuntimeException("hopeless"))).isTrue();
    assertThat(policy.errors().givesUp(new RuntimeException("x"))).isFalse();
    assertThat(policy.attempts(2).jitter(5).errors().givesUp(new IOException())).isTrue();
  }

  @Test
  void an_error_may_have_delays_of_its_own() {
    RetryPolicy policy =
        RetryPolicy.DEFAULT
            .jitter(0)
            .delaysOn(java.net.ConnectException.class, Duration.ofMinutes(1), Duration.ofHours(1))
            .delaysOn(IOException.class, Duration.ofSeconds(3));

    assertThat(policy.errors().backoff(new java.net.ConnectException()).orElseThrow().text())
        .isEqualTo("1m 1h");
    assertThat(policy.errors().backoff(new java.io.FileNotFoundException()).orElseThrow().text())
        .isEqualTo("3s");
    assertThat(policy.errors().backoff(new IllegalStateException())).isEmpty();
    assertThat(policy.errors().givesUp(new IOException())).isFalse();
    assertThat(policy)
        .isNotEqualTo(RetryPolicy.DEFAULT.jitter(0))
        .hasToString("10s 30s 2m 10m, 5 attempts");
    assertThatThrownBy(() -> policy.delaysOn(IOException.class))
        .hasMessageContaining("1 to 100 delays");
  }

  private static List<Duration> waits(RetryPolicy policy, int n) {
    return IntStream.rangeClosed(1, n).mapToObj(i -> policy.delayAfter(i, 0.5)).toList();
  }

  @Test
  void all_that_is_wrong_is_told_at_once() {
    Duration negative = Duration.ofDays(-1);
    assertThatThrownBy(() -> RetryPolicy.exponential(negative, -1, Duration.ofDays(99_999)))
        .hasMessageContaining("must not be negative")
        .hasMessageContaining("at most 36500 days")
        .hasMessageContaining("the factor must be 1 to 100, was -1.0");
  }
}
