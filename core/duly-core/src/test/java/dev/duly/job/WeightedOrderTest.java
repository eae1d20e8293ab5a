package dev.duly.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WeightedOrderTest {
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void each_comes_first_in_proportion_and_all_come() {
    WeightedOrder<String> order = WeightedOrder.by(Map.of("critical", 6, "bulk", 1));
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < 7_000; i++) {
      List<String> drawn = order.draw(random::nextDouble);
      assertThat(drawn).containsExactlyInAnyOrder("critical", "bulk");
      first.merge(drawn.get(0), 1, Integer::sum);
    }

    assertThat(first.get("critical")).isCloseTo(6_000, within(120));
  }

  @Test
  void a_fixed_order_stays() {
    assertThat(WeightedOrder.fixed(List.of("b", "a")).draw(random::nextDouble))
        .containsExactly("b", "a");
  }

  @Test
  void each_weight_out_of_range_is_named() {
    assertThat(WeightedOrder.by(Map.of("a", 1_000)).draw(() -> 0.5)).containsExactly("a");
    assertThatThrownBy(() -> WeightedOrder.by(Map.of("a", 1_001, "b", 0, "c", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("a weight must be 1 to 1000", "a has 1001", "b has 0")
        .hasMessageNotContaining("c has");
  }
}
