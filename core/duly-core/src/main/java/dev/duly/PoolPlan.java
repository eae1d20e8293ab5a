package dev.duly;

import dev.duly.backend.Demand;

/**
 * A pool as it was asked for.
 *
 * @param demand its max is the number of slots
 */
record PoolPlan(Demand demand, ThreadKind threads) {
  int slots() {
    return demand.max();
  }
}
