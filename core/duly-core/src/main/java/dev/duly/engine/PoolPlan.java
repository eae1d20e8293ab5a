package dev.duly.engine;

import dev.duly.backend.Demand;
import java.util.concurrent.ThreadFactory;

/**
 * A pool as it was asked for.
 *
 * @param demand its max is the number of slots
 * @param threads makes those that run its jobs
 */
public record PoolPlan(Demand demand, ThreadFactory threads) {
  int slots() {
    return demand.max();
  }
}
