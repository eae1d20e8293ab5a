package dev.duly.engine;

import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.lifecycle.End;
import dev.duly.lifecycle.GiveUp;
import dev.duly.lifecycle.Lifecycle;
import dev.duly.lifecycle.Stop;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/** Ends that the worker decides itself, without or in spite of a handler. Thread-safe. */
final class EarlyEnds {
  private final Ends ends;
  private final Env env;

  EarlyEnds(Ends ends, Env env) {
    this.ends = ends;
    this.env = env;
  }

  /** These are not to begin, since the worker stops or a suspect is to run alone. */
  void giveBack(Collection<RunningClaim> unrun) {
    for (RunningClaim running : unrun) {
      running.stop(Stop.SHUTDOWN);
      ends.add(
          new Ended(running, settlement(running, new End.NotBegun(), running.end(), Run.INSTANT)));
    }
  }

  /** Its handler has called {@link System#exit}, which waits for this worker: it has failed. */
  void exited(RunningClaim running) {
    running.end();
    End.Threw end = new End.Threw(new IllegalStateException("its handler called System.exit"));
    long since = env.nanoTime().getAsLong() - running.claimedNanos();
    Run run = new Run(Duration.ZERO, Duration.ofNanos(since), false);
    ends.add(
        new Ended(running, settlement(running, end, Stop.NOTHING, run), Optional.of(end.cause())));
  }

  private Optional<Settlement> settlement(RunningClaim running, End end, Stop stop, Run run) {
    return Lifecycle.settle(
        running.claim(), GiveUp.NEVER, end, stop, run, env.random().getAsDouble());
  }
}
