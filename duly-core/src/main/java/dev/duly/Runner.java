package dev.duly;

import dev.duly.backend.Claim;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Transactions;
import dev.duly.job.Payload;
import java.time.Duration;
import java.util.Optional;

/**
 * Runs attempts, on the slots' threads: admits, decodes, calls the handler, and asks {@link
 * Lifecycle} what the end means. Admission is decided when an attempt starts, not when it is
 * claimed.
 */
final class Runner {
  private static final System.Logger LOG = System.getLogger(Runner.class.getName());

  private final Handlers handlers;
  private final Env env;
  private final Ends ends;
  private final Runnable unfit;
  private final Optional<Transactions> transactions;

  /**
   * @param transactions where a handler may complete in a transaction of its own
   * @param unfit told when a handler's error leaves the process unfit
   */
  Runner(
      Handlers handlers, Env env, Ends ends, Optional<Transactions> transactions, Runnable unfit) {
    this.transactions = transactions;
    this.handlers = handlers;
    this.env = env;
    this.ends = ends;
    this.unfit = unfit;
  }

  void run(Attempt attempt) {
    Optional<Settlement> settlement;
    try {
      settlement = settle(attempt);
    } catch (RuntimeException | Error e) {
      // A bug of ours: its lease ends and the job comes back.
      LOG.log(System.Logger.Level.ERROR, attempt + " could not be settled", e);
      settlement = Optional.empty();
    }
    ends.add(new Ended(attempt, settlement));
  }

  /** The attempt is not to begin, since the worker stops or a suspect is to run alone. */
  void giveBack(Attempt attempt) {
    attempt.stop(Stop.SHUTDOWN);
    ends.add(
        new Ended(
            attempt,
            Lifecycle.settle(
                attempt.claim(),
                GiveUp.NEVER,
                new End.NotBegun(),
                attempt.end(),
                Run.INSTANT,
                random())));
  }

  private Optional<Settlement> settle(Attempt attempt) {
    Claim claim = attempt.claim();
    Handlers.Entry<?, ?> entry = handlers.of(claim.job().type());
    Duration waited = Duration.ofNanos(now() - attempt.claimedNanos());
    Admission admission = Lifecycle.admit(claim, waited, entry != null, random());
    if (admission instanceof Admission.Refused refused) {
      return Optional.of(refused.settlement());
    }
    GiveUp giveUp = entry == null ? GiveUp.NEVER : entry.giveUp();
    long start = now();
    End end = entry == null ? new End.NotBegun() : run(entry, attempt, start);
    Run run = new Run(waited, Duration.ofNanos(now() - start), false);
    Stop stop = attempt.end();
    try {
      return Lifecycle.settle(claim, giveUp, end, stop, run, random());
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR, attempt + ": what decides to give up has itself failed", e);
      return Lifecycle.settle(claim, GiveUp.NEVER, end, stop, run, random());
    }
  }

  private End run(Handlers.Entry<?, ?> entry, Attempt attempt, long start) {
    Object payload;
    try {
      payload = entry.decode(attempt.claim().job().payload());
    } catch (Exception e) {
      return new End.Unreadable(e);
    }
    if (!attempt.begin(start, transactions)) {
      return new End.NotBegun();
    }
    try {
      return returned(entry.handle(payload, attempt), attempt);
    } catch (Throwable e) { // whatever a handler throws is the job's end, not the worker's
      End end = End.of(e);
      if (end instanceof End.Unfit) {
        unfit.run();
      }
      return end;
    }
  }

  /**
   * If it completed in a transaction, that has settled it, and what is sent now is lost against it;
   * unless it never committed: then the attempt has failed.
   */
  private static End returned(Optional<Payload> result, Attempt attempt) {
    return attempt.isCompletedWithin()
        ? new End.Threw(new NotCommittedException())
        : new End.Returned(result);
  }

  private long now() {
    return env.nanoTime().getAsLong();
  }

  private double random() {
    return env.random().getAsDouble();
  }
}
