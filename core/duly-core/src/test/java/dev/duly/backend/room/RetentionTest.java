package dev.duly.backend.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void an_id_must_stay_known_for_a_day() {
    Retention.of(DAY);
    assertThatThrownBy(() -> Retention.of(DAY.minusMillis(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "jobs must be kept for 24h to 36500d, or for ever, since their ids must stay known for"
                + " at least 24h: completed was 23h59m59s999ms, cancelled was 23h59m59s999ms");
    assertThatThrownBy(() -> new Retention(Optional.empty(), Optional.of(Duration.ofDays(-9))))
        .hasMessageContaining("cancelled was")
        .hasMessageNotContaining("completed was");
  }

  @Test
  void a_time_that_no_clock_can_count_is_refused() {
    Retention.of(Retention.MAX);
    assertThatThrownBy(() -> Retention.of(Duration.ofSeconds(Long.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("24h to 36500d");
  }

  @Test
  void a_store_keeps_milliseconds() {
    assertThat(Retention.of(DAY.plusNanos(1_999_999))).isEqualTo(Retention.of(DAY.plusMillis(1)));
  }

  @Test
  void its_text_is_for_people() {
    assertThat(Retention.OF_NEW_STORE.text()).isEqualTo("7d");
    assertThat(Retention.FOREVER.text()).isEqualTo("forever");
    assertThat(new Retention(Optional.of(DAY), Optional.empty()).text())
        .isEqualTo("completed 1d, cancelled forever");
  }
}
