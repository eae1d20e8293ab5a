package dev.duly.engine;

import dev.duly.backend.Claim;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.lifecycle.Admission;
import dev.duly.lifecycle.ErrorPolicy;
import dev.duly.lifecycle.Lifecycle;
import dev.duly.lifecycle.RunEnd;
import dev.duly.lifecycle.StopReason;
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
  private final EndedRuns ends;
  private final Fitness fitness;

  Runner(Work work, Env env, EndedRuns ends, Fitness fitness) {
    this.work = work;
    this.env = env;
    this.ends = ends;
    this.fitness = fitness;
  }

  void run(RunningClaim running) {
    EndedRun ended;
    try {
      ended = settle(running);
    } catch (RuntimeException | Error e) {
      // A bug of ours: its lease ends and the job comes back.
      LOG.log(System.Logger.Level.ERROR, running + " could not be settled", e);
      ended = new EndedRun(running, Optional.empty());
    }
    ends.add(ended);
  }

  private EndedRun settle(RunningClaim running) {
    Claim claim = running.claim();
    String type = claim.job().type();
    boolean known = work.knows(type);
    Duration waited = Duration.ofNanos(now() - running.claimedNanos());
    Admission admission = Lifecycle.admit(claim, waited, known, random());
    if (admission instanceof Admission.Refused refused) {
      return new EndedRun(running, Optional.of(refused.settlement()));
    }
    ErrorPolicy errors = known ? work.errors(type) : ErrorPolicy.NONE;
    long start = now();
    RunEnd end = known ? work.run(running) : new RunEnd.NotBegun();
    StopReason stop = running.end();
    Run run = new Run(waited, Duration.ofNanos(now() - start), false, running.notes());
    if (end.leavesUnfit()) {
      fitness.lose("a handler ran this process out of memory or worse");
    }
    return new EndedRun(running, settlement(claim, errors, end, stop, run), RunEnd.causeOf(end));
  }

  private Optional<Settlement> settlement(
      Claim claim, ErrorPolicy errors, RunEnd end, StopReason stop, Run run) {
    try {
      return Lifecycle.settle(claim, errors, end, stop, run, random());
    } catch (Throwable e) { // a checked one of another language, too
      LOG.log(
          System.Logger.Level.ERROR,
          claim.job().type()
              + " "
              + claim.job().id()
              + ": the giveUpIf predicate threw; treating the failure as retryable",
          e);
      return Lifecycle.settle(claim, ErrorPolicy.NONE, end, stop, run, random());
    }
  }

  private long now() {
    return env.nanoTime().getAsLong();
  }

  private double random() {
    return env.random().getAsDouble();
  }
}
