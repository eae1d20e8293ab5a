package dev.duly.backend;

import java.time.Duration;
import java.util.List;

/** A worker's seat at a backend. One thread claims; any thread settles, extends and wakes. */
public interface Session extends AutoCloseable {
  /**
   * Claims what the demands ask for, in their order. If nothing is due, waits up to {@code waitMax}
   * and returns early when a job arrives, on {@link #wake()} and on {@link #close()}, never by
   * interruption. Without demands it waits for those alone.
   */
  TurnResult claim(List<Demand> demands, Duration waitMax);

  /**
   * Settles and claims in one round trip, without waiting. The turn has one outcome per settlement,
   * in their order; a claim that failed never undoes a settlement (rule S7).
   */
  TurnResult settle(List<Settlement> done, List<Demand> next);

  /** Renews the leases of running claims. One answer per extension, in their order. */
  List<Extended> extend(List<Extension> running);

  /** Ends a wait. Sticky: a claim that has not begun to wait returns at once too. */
  void wake();

  /**
   * Gives back what it claimed and never handed out; claims that were handed out stay settleable
   * until their lease ends.
   */
  @Override
  void close();
}
