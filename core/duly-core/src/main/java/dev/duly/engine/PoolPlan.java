package dev.duly.engine;

import dev.duly.backend.Demand;
import dev.duly.job.WeightedOrder;
import java.util.concurrent.ThreadFactory;

/**
 * A pool as it was asked for.
 *
 * @param demand its max is the number of slots
 * @param queues in which order a claim serves them
 * @param threads makes those that run its jobs
 */
public record PoolPlan(Demand demand, WeightedOrder<String> queues, ThreadFactory threads) {
  int slots() {
    return demand.max();
  }
}
