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
  private final Runnable onFirst;
  private final Set<RunningClaim> attempts = ConcurrentHashMap.newKeySet();

  /** None yet. */
  InFlight(LongSupplier nanoTime, Events events) {
    this(nanoTime, events, () -> {});
  }

  /**
   * None yet.
   *
   * @param onFirst run when there are some, and there were none
   */
  InFlight(LongSupplier nanoTime, Events events, Runnable onFirst) {
    this.nanoTime = nanoTime;
    this.events = events;
    this.onFirst = onFirst;
  }

  /**
   * Keeps claims that have arrived; from here on their leases are renewed.
   *
   * @param askedNanos before the request: from there the leases count
   */
  List<RunningClaim> add(List<Claim> claims, long askedNanos) {
    long now = nanoTime.getAsLong();
    boolean isFirst = attempts.isEmpty() && !claims.isEmpty();
    List<RunningClaim> added = new ArrayList<>(claims.size());
    for (Claim claim : claims) {
      RunningClaim running = new RunningClaim(claim, askedNanos, now, nanoTime);
      attempts.add(running);
      added.add(running);
      events.claimed(claim.job());
    }
    if (isFirst) {
      onFirst.run();
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
