package dev.duly.engine;

import dev.duly.backend.Claim;
import dev.duly.backend.Demand;
import dev.duly.job.Priority;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * Knows what there is room for, and starts what was claimed. Only the turn thread, but for {@link
 * #takeBack}.
 */
final class Puller {
  private final Map<String, Pool> pools = new LinkedHashMap<>();
  private final Function<DoubleSupplier, List<Priority>> order;
  private final int claimMax;
  private final Held held;
  private final Env env;

  Puller(
      List<Pool> pools,
      Function<DoubleSupplier, List<Priority>> order,
      int claimMax,
      Held held,
      Env env) {
    this.order = order;
    pools.forEach(pool -> this.pools.put(pool.name(), pool));
    this.claimMax = claimMax;
    this.held = held;
    this.env = env;
  }

  /** One demand for each pool that has room. */
  List<Demand> demands(double roundTripNanos) {
    List<Demand> demands = new ArrayList<>(pools.size());
    int left = claimMax;
    for (Pool pool : pools.values()) {
      int max = Math.min(pool.room(roundTripNanos), left);
      if (max > 0) {
        demands.add(pool.demand(order.apply(env.random()), max));
        left -= max;
      }
    }
    return demands;
  }

  /**
   * Makes attempts of claims; from here on their leases are renewed.
   *
   * @param askedNanos before the request: from there the leases count
   */
  List<RunningClaim> receive(List<Claim> claims, long askedNanos) {
    if (claims.isEmpty()) {
      return List.of();
    }
    long now = env.nanoTime().getAsLong();
    List<RunningClaim> attempts = new ArrayList<>(claims.size());
    for (Claim claim : claims) {
      RunningClaim attempt = new RunningClaim(claim, askedNanos, now, env.nanoTime());
      held.add(attempt);
      poolOf(claim.pool()).arrived();
      attempts.add(attempt);
    }
    return attempts;
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

  void ended(Ended ended) {
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
