package dev.duly.engine;

import dev.duly.backend.Demand;
import dev.duly.backend.Run;
import dev.duly.job.Priority;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Slots that serve the same queues, and the threads in them. A little more is claimed than there
 * are free slots, so that a slot need not wait for a round trip: as many jobs as the slots finish
 * during two round trips, four times the slots at most. So nothing is claimed ahead where jobs take
 * long, nor before it is known how long they take: another worker may be free.
 */
final class Pool {
  private static final double AHEAD_MAX = 4;
  private static final double NEWEST_WEIGHT = 0.05; // of a run in the mean

  private final PoolPlan plan;
  private final DoubleSupplier random;
  private final boolean claimAhead;
  private final HandlerThreads slots;

  // Only the turn thread.
  private int outstanding;
  private double meanRunNanos = -1;

  /**
   * A pool.
   *
   * @param random 0 inclusive to 1 exclusive
   */
  Pool(PoolPlan plan, DoubleSupplier random, boolean claimAhead, HandlerThreads slots) {
    this.plan = plan;
    this.random = random;
    this.claimAhead = claimAhead;
    this.slots = slots;
  }

  String name() {
    return plan.demand().pool();
  }

  int outstanding() {
    return outstanding;
  }

  /** What there is room for now, given how long a round trip takes. */
  int room(double roundTripNanos) {
    return Math.max(0, slots.max() + ahead(roundTripNanos) - outstanding);
  }

  Demand demand(List<Priority> levels, int max) {
    int free = Math.max(0, slots.max() - outstanding);
    return new Demand(name(), plan.queues().draw(random), levels, max, Math.min(free, max));
  }

  private int ahead(double roundTripNanos) {
    if (!claimAhead || meanRunNanos < 0) {
      return 0;
    }
    double during = 2 * roundTripNanos / Math.max(1, meanRunNanos);
    return (int) (plan.slots() * Math.min(AHEAD_MAX, during));
  }

  void arrived() {
    outstanding++;
  }

  void start(List<RunningClaim> attempts) {
    slots.start(attempts);
  }

  /** A slot is stuck: another takes its place. Any thread. */
  void replaceSlot() {
    slots.change(1);
  }

  /** The stuck one has come free after all. */
  void takeSlotBack() {
    slots.change(-1);
  }

  void ended(Run run) {
    outstanding--;
    double nanos = run.ran().toNanos();
    meanRunNanos = meanRunNanos < 0 ? nanos : meanRunNanos + NEWEST_WEIGHT * (nanos - meanRunNanos);
  }

  void endedUnrun() {
    outstanding--;
  }

  List<RunningClaim> takeBack() {
    return slots.takeBack();
  }

  void close() {
    slots.close();
  }
}
