package dev.duly.engine;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.job.Priority;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Knows what there is room for, and starts what was claimed. Only the turn thread, but for {@link
 * #takeBack}.
 */
final class Puller {
  private final Map<String, Pool> pools = new LinkedHashMap<>();
  private final Supplier<List<Priority>> order;
  private final int claimMax;
  private final InFlight held;

  /**
   * A puller.
   *
   * @param order draws the order of the levels for a claim
   * @param claimMax the most claims of one request
   */
  Puller(List<Pool> pools, Supplier<List<Priority>> order, int claimMax, InFlight held) {
    pools.forEach(pool -> this.pools.put(pool.name(), pool));
    this.order = order;
    this.claimMax = claimMax;
    this.held = held;
  }

  /** One demand for each pool that has room. */
  List<Demand> demands(double roundTripNanos) {
    List<Demand> demands = new ArrayList<>(pools.size());
    int left = claimMax;
    for (Pool pool : pools.values()) {
      int max = Math.min(pool.room(roundTripNanos), left);
      if (max > 0) {
        demands.add(pool.demand(order.get(), max));
        left -= max;
      }
    }
    return demands;
  }

  /**
   * Takes over what was claimed.
   *
   * @param askedNanos before the request
   */
  List<RunningClaim> receive(List<Claim> claims, long askedNanos) {
    if (claims.isEmpty()) {
      return List.of();
    }
    claims.forEach(claim -> poolOf(claim.pool()).arrived());
    return held.add(claims, askedNanos);
  }

  /** Starts the attempts, each in its pool. */
  void start(List<RunningClaim> attempts) {
    Map<String, List<RunningClaim>> byPool = new LinkedHashMap<>();
    for (RunningClaim attempt : attempts) {
      byPool
          .computeIfAbsent(attempt.claim().pool(), name -> new ArrayList<>(attempts.size()))
          .add(attempt);
    }
    byPool.forEach((name, some) -> poolOf(name).start(some));
  }

  private Pool poolOf(String name) {
    Pool pool = pools.get(name);
    if (pool == null) {
      throw new IllegalStateException("a claim for pool " + name + ", which is not ours");
    }
    return pool;
  }

  void ended(EndedRun ended) {
    Pool pool = poolOf(ended.attempt().claim().pool());
    if (ended.attempt().wasStuck()) {
      pool.takeSlotBack();
    }
    ended
        .settlement()
        .flatMap(settlement -> settlement.run())
        .ifPresentOrElse(pool::ended, pool::endedUnrun);
  }

  /** The slot of a stuck attempt is replaced. Any thread. */
  void replaceSlot(RunningClaim stuck) {
    poolOf(stuck.claim().pool()).replaceSlot();
  }

  int outstanding() {
    return pools.values().stream().mapToInt(Pool::outstanding).sum();
  }

  /** The attempts that never got a slot. Any thread. */
  List<RunningClaim> takeBack() {
    return pools.values().stream().flatMap(pool -> pool.takeBack().stream()).toList();
  }

  void close() {
    pools.values().forEach(Pool::close);
  }
}
