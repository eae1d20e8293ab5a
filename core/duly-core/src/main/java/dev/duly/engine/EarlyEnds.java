package dev.duly.engine;

import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.lifecycle.ErrorPolicy;
import dev.duly.lifecycle.Lifecycle;
import dev.duly.lifecycle.RunEnd;
import dev.duly.lifecycle.StopReason;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/** Ends that the worker decides itself, without or in spite of a handler. Thread-safe. */
final class EarlyEnds {
  private final EndedRuns ends;
  private final Env env;

  EarlyEnds(EndedRuns ends, Env env) {
    this.ends = ends;
    this.env = env;
  }

  /** These are not to begin, since the worker stops or a suspect is to run alone. */
  void giveBack(Collection<RunningClaim> unrun) {
    for (RunningClaim running : unrun) {
      running.stop(StopReason.SHUTDOWN);
      ends.add(
          new EndedRun(
              running, settlement(running, new RunEnd.NotBegun(), running.end(), Run.INSTANT)));
    }
  }

  /** Its handler has called {@link System#exit}, which waits for this worker: it has failed. */
  void exited(RunningClaim running) {
    running.end();
    RunEnd.Threw end =
        new RunEnd.Threw(new IllegalStateException("its handler called System.exit"));
    long since = env.nanoTime().getAsLong() - running.claimedNanos();
    Run run = new Run(Duration.ZERO, Duration.ofNanos(since), false);
    ends.add(
        new EndedRun(
            running, settlement(running, end, StopReason.NOTHING, run), Optional.of(end.cause())));
  }

  private Optional<Settlement> settlement(
      RunningClaim running, RunEnd end, StopReason stop, Run run) {
    return Lifecycle.settle(
        running.claim(), ErrorPolicy.NONE, end, stop, run, env.random().getAsDouble());
  }
}
