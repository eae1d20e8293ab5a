package dev.duly.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LadderTest {
  @ParameterizedTest
  @CsvSource({"-5, 0", "0, 0", "1, 1", "64, 1", "65, 2", "1000, 16", "86400000, 1350000"})
  void a_delay_is_rounded_up_to_whole_steps(long millis, long steps) {
    assertThat(Ladder.steps(Duration.ofMillis(millis))).isEqualTo(steps);
  }

  @Test
  void the_longest_delay_is_49_days_and_a_longer_one_is_cut_to_it() {
    assertThat(Ladder.LONGEST).isBetween(Duration.ofDays(49), Duration.ofDays(50));
    assertThat(Ladder.steps(Ladder.LONGEST)).isEqualTo((1L << Ladder.TIERS) - 1);
    assertThat(Ladder.steps(Duration.ofDays(3_650))).isEqualTo(Ladder.steps(Ladder.LONGEST));
  }

  /** As the exchanges route it: through a queue or past it, from the entry to the end. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 937, 1_350_000, (1 << 26) - 1})
  void a_message_goes_through_the_queues_that_add_up_to_its_delay(long steps) {
    String key = Ladder.key(steps, "email.normal");
    Duration waited = Duration.ZERO;
    for (int tier = Ladder.entry(steps); tier >= 0; tier--) {
      boolean through = fits(key, Ladder.pattern(tier, true));
      assertThat(fits(key, Ladder.pattern(tier, false))).isEqualTo(!through);
      waited = waited.plus(through ? Ladder.time(tier) : Duration.ZERO);
    }

    assertThat(waited).isEqualTo(Ladder.STEP.multipliedBy(steps));
    assertThat(fits(key, Ladder.pattern(Ladder.entry(steps), true))).isTrue();
    assertThat(fits(key, Ladder.end("email.normal"))).isTrue();
    assertThat(fits(key, Ladder.end("email.high"))).isFalse();
    assertThat(fits(key, Ladder.end("normal"))).isFalse();
  }

  /** A topic exchange: a star is a word, a hash is any number of them. */
  private static boolean fits(String key, String pattern) {
    String regex = Pattern.quote(pattern).replace("*", "\\E[^.]+\\Q").replace("#", "\\E.*\\Q");
    return Pattern.matches(regex, key);
  }

  @Test
  void a_routing_key_fits_whatever_the_queue_is_called() {
    assertThat(Ladder.key(1, "q".repeat(64) + ".normal").length()).isLessThan(255);
  }
}
