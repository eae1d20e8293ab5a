package dev.duly.engine;

import dev.duly.backend.Claim;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The attempts whose claims this worker holds: handed out, and not yet known to be settled.
 * Thread-safe.
 */
final class InFlight {
  private final LongSupplier nanoTime;
  private final Events events;
  private final Set<RunningClaim> attempts = ConcurrentHashMap.newKeySet();

  InFlight(LongSupplier nanoTime, Events events) {
    this.nanoTime = nanoTime;
    this.events = events;
  }

  /**
   * Keeps claims that have arrived; from here on their leases are renewed.
   *
   * @param askedNanos before the request: from there the leases count
   */
  List<RunningClaim> add(List<Claim> claims, long askedNanos) {
    long now = nanoTime.getAsLong();
    List<RunningClaim> added = new ArrayList<>(claims.size());
    for (Claim claim : claims) {
      RunningClaim running = new RunningClaim(claim, askedNanos, now, nanoTime);
      attempts.add(running);
      added.add(running);
      events.claimed(claim.job());
    }
    return added;
  }

  void remove(RunningClaim attempt) {
    attempts.remove(attempt);
  }

  boolean contains(RunningClaim attempt) {
    return attempts.contains(attempt);
  }

  int size() {
    return attempts.size();
  }

  Collection<RunningClaim> all() {
    return attempts;
  }
}
