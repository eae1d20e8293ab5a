package dev.duly.engine;

import dev.duly.backend.Demand;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * What an engine is to do.
 *
 * @param worker its name, as people see it
 * @param types that it can run
 * @param order draws in which order a claim serves the levels, by a random number from 0 inclusive
 *     to 1 exclusive
 * @param lease how long a claim outlives a worker that has vanished
 * @param claimsAhead whether more may be claimed than there are free slots
 */
public record EnginePlan(
    String worker,
    Set<String> types,
    List<PoolPlan> pools,
    Function<DoubleSupplier, List<Priority>> order,
    Duration lease,
    boolean claimsAhead) {

  public EnginePlan {
    types = Set.copyOf(types);
    pools = List.copyOf(pools);
  }

  int slots() {
    return pools.stream().mapToInt(PoolPlan::slots).sum();
  }

  /** One for each pool, with all its slots free. */
  List<Demand> demands() {
    return pools.stream().map(PoolPlan::demand).toList();
  }

  WorkerInfo workerInfo() {
    return new WorkerInfo(worker, demands(), types, lease, Map.of());
  }
}
