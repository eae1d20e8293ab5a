package dev.duly.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Things that come first in proportion to their weights: their order is drawn anew each time, so
 * that none starves. Immutable.
 */
public final class WeightedOrder<T> {
  /** Of a weight. */
  public static final int WEIGHT_MAX = 1_000;

  private final List<T> things;
  private final List<Integer> weights;

  private WeightedOrder(List<T> things, List<Integer> weights) {
    this.things = List.copyOf(things);
    this.weights = List.copyOf(weights);
  }

  /** Always in this order. */
  public static <T> WeightedOrder<T> fixed(List<T> things) {
    return new WeightedOrder<>(things, List.of());
  }

  /**
   * Each comes first as often as its weight says, and after the first the rest likewise.
   *
   * @throws IllegalArgumentException naming each thing whose weight is not 1 to 1,000
   */
  public static <T> WeightedOrder<T> by(Map<T, Integer> weights) {
    List<String> wrong = new ArrayList<>();
    weights.forEach(
        (thing, weight) -> {
          if (weight < 1 || weight > WEIGHT_MAX) {
            wrong.add(thing + " has " + weight);
          }
        });
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "a weight must be 1 to " + WEIGHT_MAX + ": " + String.join(", ", wrong));
    }
    List<T> things = new ArrayList<>(weights.keySet());
    return new WeightedOrder<>(things, things.stream().map(weights::get).toList());
  }

  /**
   * An order.
   *
   * @param random 0 inclusive to 1 exclusive
   */
  public List<T> draw(DoubleSupplier random) {
    if (weights.isEmpty()) {
      return things;
    }
    List<T> left = new ArrayList<>(things);
    List<Integer> leftWeights = new ArrayList<>(weights);
    List<T> order = new ArrayList<>(left.size());
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
    return weights.isEmpty() ? things.toString() : things + " by " + weights;
  }
}
