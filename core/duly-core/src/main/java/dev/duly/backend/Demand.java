package dev.duly.backend;

import dev.duly.job.Priority;
import java.util.List;

/**
 * What a worker has free slots for.
 *
 * @param pool the worker's name for these slots, handed back with each claim
 * @param queues in the order they are to be served
 * @param levels in the order they are to be served within each queue (rule C4)
 * @param max at most so many claims
 * @param free slots that are free now: jobs under a limit are claimed for these alone, and none is
 *     claimed ahead of a slot (rule L6)
 */
public record Demand(String pool, List<String> queues, List<Priority> levels, int max, int free) {
  public Demand {
    queues = List.copyOf(queues);
    levels = List.copyOf(levels);
    if (max < 0) {
      throw new IllegalArgumentException("a demand's max must not be negative, was " + max);
    }
  }

  /** With a slot that is free for each. */
  public Demand(String pool, List<String> queues, List<Priority> levels, int max) {
    this(pool, queues, levels, max, max);
  }

  /** A dedicated queue, its levels in strict order. */
  public Demand(String queue, int max) {
    this(queue, List.of(queue), Priority.STRICT, max);
  }

  public Demand withMax(int max) {
    return new Demand(pool, queues, levels, max, Math.min(free, max));
  }
}
