package dev.duly.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duly.limit.Limit.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void a_limit_reads_as_it_is_said() {
    Limit limit =
        Limit.key("mail", "tenant:*").places(2).rate(600, Duration.ofMinutes(1)).burst(50);

    assertThat(limit.requireValid()).hasToString("mail key tenant:*: 600/1m burst 50, 2 places");
    assertThat(Limit.queue("mail").places(1)).hasToString("mail: 1 place");
    assertThat(Limit.queue("mail").rate(1, SECOND).rate().orElseThrow().burst()).isEqualTo(1);
  }

  @Test
  void a_star_covers_each_key_that_begins_alike() {
    Target star = new Target("q", Optional.of("tenant:*"));
    assertThat(star.covers("tenant:a")).isTrue();
    assertThat(star.covers("tenant:")).isTrue();
    assertThat(star.covers("other")).isFalse();
    Target exact = new Target("q", Optional.of("a"));
    assertThat(exact.covers("a")).isTrue();
    assertThat(exact.covers("ab")).isFalse();
    assertThat(new Target("q", Optional.empty()).covers("a")).isFalse();
    assertThat(new Target("q", Optional.of("*")).covers("any")).isTrue();
  }

  @Test
  void everything_that_is_wrong_is_said_at_once() {
    assertThatThrownBy(
            Limit.key("no queue!", "a*b").places(10_001).rate(0, Duration.ofDays(2)).burst(0)
                ::requireValid)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no queue!")
        .hasMessageContaining("group_key must not contain *")
        .hasMessageContaining("1 to 1,000,000 starts")
        .hasMessageContaining("between 1ms and 1d")
        .hasMessageContaining("burst of a rate must be between 1 and 100,000, was 0")
        .hasMessageContaining("places must be between 0 and 10,000, was 10001");
    for (Duration period : List.of(Duration.ofDays(365_000), Duration.ofDays(-365_000))) {
      assertThatThrownBy(() -> Limit.queue("mail").rate(1, period).requireValid())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("between 1ms and 1d");
    }
    assertThatThrownBy(Limit.queue("mail")::requireValid)
        .hasMessageContaining("a rate, or places, or both");
    assertThatThrownBy(() -> Limit.queue("mail").burst(3)).hasMessageContaining("say that first");
    assertThatThrownBy(Limit.key("mail", "").places(1)::requireValid)
        .hasMessageContaining("must not be empty");
    assertThatThrownBy(Limit.key("mail", "x".repeat(129)).places(1)::requireValid)
        .hasMessageContaining("group_key");
  }
}
