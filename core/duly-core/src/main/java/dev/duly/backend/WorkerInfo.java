package dev.duly.backend;

import java.time.Duration;
import java.util.List;

/**
 * What a worker says of itself when it opens a session.
 *
 * @param worker its name, as people see it
 * @param plan everything it will ever ask for, with the slots of each pool
 * @param lease how long a claim is its own without a renewal
 */
public record WorkerInfo(String worker, List<Demand> plan, Duration lease) {
  public WorkerInfo {
    plan = List.copyOf(plan);
  }

  /** A seat without a plan. */
  public WorkerInfo(String worker, Duration lease) {
    this(worker, List.of(), lease);
  }
}
