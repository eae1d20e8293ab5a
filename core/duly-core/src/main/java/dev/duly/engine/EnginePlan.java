package dev.duly.engine;

import dev.duly.backend.Demand;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.room.WorkerProfile;
import dev.duly.job.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * What an engine is to do.
 *
 * @param worker its name, as people see it
 * @param version of Duly, as people see it
 * @param types that it can run
 * @param order draws in which order a claim serves the levels, by a random number from 0 inclusive
 *     to 1 exclusive
 * @param lease how long a claim outlives a worker that has vanished
 * @param claimsAhead whether more may be claimed than there are free slots
 * @param events where it tells what happens
 */
public record EnginePlan(
    String worker,
    String version,
    Set<String> types,
    List<PoolPlan> pools,
    Function<DoubleSupplier, List<Priority>> order,
    Duration lease,
    boolean claimsAhead,
    Events events) {

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

  /** Who it is while it runs. */
  WorkerProfile profile() {
    Map<String, Integer> slots = new TreeMap<>();
    pools.forEach(pool -> slots.merge(pool.demand().pool(), pool.slots(), Integer::sum));
    return new WorkerProfile(
        HostName.get(),
        ProcessHandle.current().pid(),
        version,
        WorkerProfile.RUNNING,
        slots,
        types);
  }

  WorkerInfo workerInfo() {
    return new WorkerInfo(worker, demands(), lease);
  }
}
