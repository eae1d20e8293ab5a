package dev.duly;

import dev.duly.backend.Demand;
import dev.duly.backend.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Slots that serve the same queues, and the threads in them. A little more is claimed than there
 * are free slots, so that a slot need not wait for a round trip: as many jobs as the slots finish
 * during two round trips, within bounds.
 */
final class Pool {
  private static final double AHEAD_DEFAULT = 0.5;
  private static final double AHEAD_MIN = 0.25;
  private static final double AHEAD_MAX = 4;
  private static final double NEWEST_WEIGHT = 0.05; // of a run in the mean

  private final Demand demand;
  private final boolean claimAhead;
  private final ThreadPoolExecutor threads;

  // Only the turn thread.
  private int outstanding;
  private double meanRunNanos = -1;

  /**
   * @param demand its max is the number of slots
   */
  Pool(Demand demand, boolean claimAhead, ThreadFactory factory) {
    this.demand = demand;
    this.claimAhead = claimAhead;
    this.threads =
        new ThreadPoolExecutor(
            demand.max(), demand.max(), 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    threads.allowCoreThreadTimeOut(true);
  }

  String name() {
    return demand.pool();
  }

  int slots() {
    return demand.max();
  }

  int outstanding() {
    return outstanding;
  }

  /** What there is room for now, given how long a round trip takes. */
  Demand room(double roundTripNanos) {
    return demand.withMax(Math.max(0, slots() + ahead(roundTripNanos) - outstanding));
  }

  private int ahead(double roundTripNanos) {
    if (!claimAhead) {
      return 0;
    }
    if (meanRunNanos < 0) {
      return (int) (slots() * AHEAD_DEFAULT);
    }
    double during = 2 * roundTripNanos / Math.max(1, meanRunNanos);
    return (int) (slots() * Math.min(AHEAD_MAX, Math.max(AHEAD_MIN, during)));
  }

  void start(Attempt attempt, Consumer<Attempt> runner) {
    outstanding++;
    threads.execute(new Start(attempt, runner));
  }

  /** An attempt that waits for a slot. */
  private record Start(Attempt attempt, Consumer<Attempt> runner) implements Runnable {
    @Override
    public void run() {
      runner.accept(attempt);
    }
  }

  void ended(Run run) {
    outstanding--;
    double nanos = run.ran().toNanos();
    meanRunNanos = meanRunNanos < 0 ? nanos : meanRunNanos + NEWEST_WEIGHT * (nanos - meanRunNanos);
  }

  void endedUnrun() {
    outstanding--;
  }

  /** Takes back what waits for a slot. */
  List<Attempt> takeBack() {
    List<Runnable> waiting = new ArrayList<>();
    threads.getQueue().drainTo(waiting);
    return waiting.stream().map(start -> ((Start) start).attempt()).toList();
  }

  void shutDown() {
    threads.shutdown();
  }
}
