package dev.duly.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** P. Priority. */
class PriorityOrderTest {
  @Test
  void strictly_the_order_never_changes() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      assertThat(PriorityOrder.strict().draw(random::nextDouble))
          .containsExactly(Priority.HIGH, Priority.NORMAL, Priority.LOW);
    }
  }

  @Test
  void by_weights_each_level_comes_first_in_proportion_and_all_are_served() {
    SplittableRandom random = new SplittableRandom(1);
    Map<Priority, Integer> first = new EnumMap<>(Priority.class);
    int draws = 21_000;
    for (int i = 0; i < draws; i++) {
      var order = PriorityOrder.weighted(16, 4, 1).draw(random::nextDouble);
      assertThat(order).containsExactlyInAnyOrder(Priority.values());
      first.merge(order.get(0), 1, Integer::sum);
    }

    assertThat(first.get(Priority.HIGH)).isCloseTo(16_000, within(300));
    assertThat(first.get(Priority.NORMAL)).isCloseTo(4_000, within(300));
    assertThat(first.get(Priority.LOW)).isCloseTo(1_000, within(150));
  }

  @Test
  void a_weight_below_one_is_refused() {
    assertThatThrownBy(() -> PriorityOrder.weighted(1, 0, 1)).hasMessageContaining("NORMAL has 0");
  }
}
