package dev.duly.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * In which order a worker serves the levels. Strictly: a lower level only when the higher ones have
 * nothing due. By weights: the order is drawn for each claim, so that every level progresses.
 */
public final class PriorityOrder {
  private static final PriorityOrder STRICT =
      new PriorityOrder("strict", WeightedOrder.fixed(Priority.STRICT));

  private final String text;
  private final WeightedOrder<Priority> order;

  private PriorityOrder(String text, WeightedOrder<Priority> order) {
    this.text = text;
    this.order = order;
  }

  /** The default. */
  public static PriorityOrder strict() {
    return STRICT;
  }

  /**
   * High, normal and low come first this often, in proportion; {@code weighted(16, 4, 1)} is a good
   * start.
   *
   * @throws IllegalArgumentException if a weight is not 1 to 1,000
   */
  public static PriorityOrder weighted(int high, int normal, int low) {
    Map<Priority, Integer> weights = new LinkedHashMap<>();
    weights.put(Priority.HIGH, high);
    weights.put(Priority.NORMAL, normal);
    weights.put(Priority.LOW, low);
    return new PriorityOrder("weighted" + weights.values(), WeightedOrder.by(weights));
  }

  /**
   * The order of one claim.
   *
   * @param random 0 inclusive to 1 exclusive
   */
  public List<Priority> draw(DoubleSupplier random) {
    return order.draw(random);
  }

  @Override
  public String toString() {
    return text;
  }
}
