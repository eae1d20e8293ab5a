package dev.duly.engine;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Handlers that ignore their timeout: each keeps its lease, and its slot is replaced while that can
 * go on (rule T2). Thread-safe.
 */
final class StuckHandlers {
  private static final System.Logger LOG = System.getLogger(StuckHandlers.class.getName());

  private final EnginePlan plan;
  private final InFlight held;
  private final Puller puller;
  private final Fitness fitness;

  StuckHandlers(EnginePlan plan, InFlight held, Puller puller, Fitness fitness) {
    this.plan = plan;
    this.held = held;
    this.puller = puller;
    this.fitness = fitness;
  }

  /** One has been found; told once of each. */
  void add(RunningClaim running) {
    report(
        running,
        "is still running 10 s after its timeout was signalled. Its lease is kept and its slot replaced");
    long stuck = held.all().stream().filter(r -> r.wasStuck() && r.isInHandler()).count();
    if (stuck > plan.slots()) {
      fitness.lose("more handlers are stuck than it has slots");
    } else {
      puller.replaceSlot(running);
    }
  }

  /** Says where a handler is. */
  void report(RunningClaim running, String what) {
    LOG.log(
        System.Logger.Level.ERROR,
        "worker {0}: {1} {2}. It is at:\n{3}",
        plan.worker(),
        running,
        what,
        Stream.of(running.where()).map(frame -> "  at " + frame).collect(Collectors.joining("\n")));
  }
}
