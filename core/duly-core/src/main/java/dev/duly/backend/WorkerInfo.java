package dev.duly.backend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a worker says of itself when it opens a session.
 *
 * @param worker its name, as people see it
 * @param plan everything it will ever ask for, with the slots of each pool
 * @param types the job types it can run
 * @param lease how long a claim is its own without a renewal
 * @param about host, process id, version and the like
 */
public record WorkerInfo(
    String worker,
    List<Demand> plan,
    Set<String> types,
    Duration lease,
    Map<String, String> about) {
  public WorkerInfo {
    plan = List.copyOf(plan);
    types = Set.copyOf(types);
    about = Map.copyOf(about);
  }

  /** A seat with nothing to say of itself. */
  public WorkerInfo(String worker, Duration lease) {
    this(worker, List.of(), Set.of(), lease, Map.of());
  }
}
