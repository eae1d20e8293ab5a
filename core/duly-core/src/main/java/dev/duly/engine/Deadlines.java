package dev.duly.engine;

import dev.duly.lifecycle.StopReason;

/**
 * Stops what has run for longer than its timeout, and reports handlers that keep running after that
 * (rules T1, T2).
 */
final class Deadlines implements Lookout.Look {
  private static final long PATIENCE_NANOS =
      10_000_000_000L; // for a handler to end after its interrupt

  private final InFlight held;
  private final StuckHandlers stuck;
  private final Runnable wake;

  /**
   * Of what is held.
   *
   * @param wake wakes the turn loop, since there is room again where a handler is stuck
   */
  Deadlines(InFlight held, StuckHandlers stuck, Runnable wake) {
    this.held = held;
    this.stuck = stuck;
    this.wake = wake;
  }

  @Override
  public void look(long nowNanos) {
    for (RunningClaim running : held.all()) {
      if (running.isOverdue(nowNanos)) {
        running.stop(StopReason.TIMEOUT);
      }
      if (running.becomesStuck(nowNanos, PATIENCE_NANOS)) {
        stuck.add(running);
        wake.run();
      }
    }
  }
}
