package dev.duly.engine;

import dev.duly.backend.Claim;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.job.Payload;
import dev.duly.lifecycle.Admission;
import dev.duly.lifecycle.End;
import dev.duly.lifecycle.GiveUp;
import dev.duly.lifecycle.Lifecycle;
import dev.duly.lifecycle.Stop;
import java.time.Duration;
import java.util.Optional;

/**
 * Runs attempts, on the slots' threads: admits them, has the {@link Work} done, and asks {@link
 * Lifecycle} what the end means. Admission is decided when an attempt starts, not when it is
 * claimed.
 */
final class Runner {
  private static final System.Logger LOG = System.getLogger(Runner.class.getName());

  private final Work work;
  private final Env env;
  private final Ends ends;
  private final Runnable unfit;
  private final int resultBytesMax;

  /**
   * @param resultBytesMax a longer result is not kept
   * @param unfit told when a handler's error leaves the process unfit
   */
  Runner(Work work, Env env, Ends ends, int resultBytesMax, Runnable unfit) {
    this.resultBytesMax = resultBytesMax;
    this.work = work;
    this.env = env;
    this.ends = ends;
    this.unfit = unfit;
  }

  void run(RunningClaim running) {
    Ended ended;
    try {
      ended = settle(running);
    } catch (RuntimeException | Error e) {
      // A bug of ours: its lease ends and the job comes back.
      LOG.log(System.Logger.Level.ERROR, running + " could not be settled", e);
      ended = new Ended(running, Optional.empty());
    }
    ends.add(ended);
  }

  /** The attempt is not to begin, since the worker stops or a suspect is to run alone. */
  void giveBack(RunningClaim running) {
    running.stop(Stop.SHUTDOWN);
    ends.add(
        new Ended(
            running,
            Lifecycle.settle(
                running.claim(),
                GiveUp.NEVER,
                new End.NotBegun(),
                running.end(),
                Run.INSTANT,
                random())));
  }

  /** Its handler has called {@link System#exit}, which waits for this worker: it has failed. */
  void exited(RunningClaim running) {
    running.end();
    Throwable cause = new IllegalStateException("its handler called System.exit");
    Run run = new Run(Duration.ZERO, Duration.ofNanos(now() - running.claimedNanos()), false);
    End end = new End.Threw(cause);
    ends.add(
        new Ended(
            running,
            settlement(running.claim(), GiveUp.NEVER, end, Stop.NOTHING, run),
            Optional.of(cause)));
  }

  private Ended settle(RunningClaim running) {
    Claim claim = running.claim();
    String type = claim.job().type();
    boolean known = work.knows(type);
    Duration waited = Duration.ofNanos(now() - running.claimedNanos());
    Admission admission = Lifecycle.admit(claim, waited, known, random());
    if (admission instanceof Admission.Refused refused) {
      return new Ended(running, Optional.of(refused.settlement()));
    }
    GiveUp giveUp = known ? work.giveUp(type) : GiveUp.NEVER;
    long start = now();
    End end = known ? end(running) : new End.NotBegun();
    Run run = new Run(waited, Duration.ofNanos(now() - start), false);
    Stop stop = running.end();
    return new Ended(running, settlement(claim, giveUp, end, stop, run), End.causeOf(end));
  }

  private End end(RunningClaim running) {
    End end = work.run(running);
    if (end.leavesUnfit()) {
      unfit.run();
    }
    return end instanceof End.Returned returned ? withinLimit(returned, running) : end;
  }

  /** The work is done: a result that cannot be kept does not undo it. */
  private End withinLimit(End.Returned returned, RunningClaim running) {
    int bytes = returned.result().map(Payload::size).orElse(0);
    if (bytes <= resultBytesMax) {
      return returned;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "{0}: its result is {1} bytes, the limit is {2}; the job completes without it",
        running,
        bytes,
        resultBytesMax);
    return new End.Returned(Optional.empty());
  }

  private Optional<Settlement> settlement(Claim claim, GiveUp giveUp, End end, Stop stop, Run run) {
    try {
      return Lifecycle.settle(claim, giveUp, end, stop, run, random());
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          claim.job().type()
              + " "
              + claim.job().id()
              + ": what decides to give up has itself failed",
          e);
      return Lifecycle.settle(claim, GiveUp.NEVER, end, stop, run, random());
    }
  }

  private long now() {
    return env.nanoTime().getAsLong();
  }

  private double random() {
    return env.random().getAsDouble();
  }
}
