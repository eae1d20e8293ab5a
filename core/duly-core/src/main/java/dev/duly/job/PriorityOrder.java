package dev.duly.job;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * In which order a worker serves the levels. Strictly: a lower level only when the higher ones have
 * nothing due. By weights: the order is drawn for each claim, so that every level progresses.
 */
public final class PriorityOrder {
  private static final PriorityOrder STRICT = new PriorityOrder(List.of());

  private final List<Integer> weights;

  private PriorityOrder(List<Integer> weights) {
    this.weights = weights;
  }

  /** The default. */
  public static PriorityOrder strict() {
    return STRICT;
  }

  /**
   * High, normal and low come first this often, in proportion; {@code weighted(16, 4, 1)} is a good
   * start.
   */
  public static PriorityOrder weighted(int high, int normal, int low) {
    if (high < 1 || normal < 1 || low < 1) {
      throw new IllegalArgumentException(
          "weights must be at least 1, were " + high + ", " + normal + ", " + low);
    }
    return new PriorityOrder(List.of(high, normal, low));
  }

  /**
   * The order of one claim.
   *
   * @param random 0 inclusive to 1 exclusive
   */
  public List<Priority> draw(DoubleSupplier random) {
    if (weights.isEmpty()) {
      return Priority.STRICT;
    }
    List<Priority> left = new ArrayList<>(Priority.STRICT);
    List<Integer> leftWeights = new ArrayList<>(weights);
    List<Priority> order = new ArrayList<>(left.size());
    while (!left.isEmpty()) {
      int drawn = draw(leftWeights, random.getAsDouble());
      order.add(left.remove(drawn));
      leftWeights.remove(drawn);
    }
    return order;
  }

  private static int draw(List<Integer> weights, double random) {
    double rest = random * weights.stream().mapToInt(Integer::intValue).sum();
    for (int i = 0; i < weights.size(); i++) {
      rest -= weights.get(i);
      if (rest < 0) {
        return i;
      }
    }
    return weights.size() - 1;
  }

  @Override
  public String toString() {
    return weights.isEmpty() ? "strict" : "weighted" + weights;
  }
}
