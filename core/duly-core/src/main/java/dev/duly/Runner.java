package dev.duly;

import dev.duly.backend.Backend;
import dev.duly.backend.Claim;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Transactions;
import dev.duly.job.Payload;
import dev.duly.lifecycle.Admission;
import dev.duly.lifecycle.End;
import dev.duly.lifecycle.GiveUp;
import dev.duly.lifecycle.Lifecycle;
import dev.duly.lifecycle.Stop;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
  private final int resultBytesMax;

  /**
   * @param backend its transactions, where a handler may complete in one of its own, and its limit
   *     of a result
   * @param unfit told when a handler's error leaves the process unfit
   */
  Runner(Handlers handlers, Env env, Ends ends, Backend backend, Runnable unfit) {
    this.transactions = backend.rooms().transactions();
    this.resultBytesMax = backend.capabilities().payloadBytesMax();
    this.handlers = handlers;
    this.env = env;
    this.ends = ends;
    this.unfit = unfit;
  }

  void run(Attempt attempt) {
    Ended ended;
    try {
      ended = settle(attempt);
    } catch (RuntimeException | Error e) {
      // A bug of ours: its lease ends and the job comes back.
      LOG.log(System.Logger.Level.ERROR, attempt + " could not be settled", e);
      ended = new Ended(attempt, Optional.empty());
    }
    ends.add(ended);
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

  /** Its handler has called {@link System#exit}, which waits for this worker: it has failed. */
  void exited(Attempt attempt) {
    attempt.end();
    Throwable cause = new IllegalStateException("its handler called System.exit");
    Run run = new Run(Duration.ZERO, Duration.ofNanos(now() - attempt.claimedNanos()), false);
    End end = new End.Threw(cause);
    ends.add(
        new Ended(
            attempt,
            settlement(attempt.claim(), GiveUp.NEVER, end, Stop.NOTHING, run),
            Optional.of(cause)));
  }

  private Ended settle(Attempt attempt) {
    Claim claim = attempt.claim();
    Handlers.Entry<?, ?> entry = handlers.of(claim.job().type());
    Duration waited = Duration.ofNanos(now() - attempt.claimedNanos());
    Admission admission = Lifecycle.admit(claim, waited, entry != null, random());
    if (admission instanceof Admission.Refused refused) {
      return new Ended(attempt, Optional.of(refused.settlement()));
    }
    GiveUp giveUp = entry == null ? GiveUp.NEVER : entry.giveUp();
    long start = now();
    End end = entry == null ? new End.NotBegun() : run(entry, attempt, start);
    Run run = new Run(waited, Duration.ofNanos(now() - start), false);
    Stop stop = attempt.end();
    return new Ended(attempt, settlement(claim, giveUp, end, stop, run), End.causeOf(end));
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

  private End run(Handlers.Entry<?, ?> entry, Attempt attempt, long start) {
    Object payload;
    try {
      payload = entry.decode(attempt.claim().job().payload());
    } catch (Throwable e) { // a class that cannot be loaded is as bad as a field that is unknown
      return unfitOr(new End.Unreadable(e), e);
    }
    if (!attempt.begin(start, transactions)) {
      return new End.NotBegun();
    }
    try {
      return returned(entry, entry.handle(payload, attempt), attempt);
    } catch (Throwable e) { // whatever a handler throws is the job's end, not the worker's
      return unfitOr(Thrown.end(e), e);
    }
  }

  /** What leaves the process unfit is the end of the attempt, whatever it was at (rule R4). */
  private End unfitOr(End end, Throwable cause) {
    End meant = Thrown.end(cause);
    if (meant instanceof End.Unfit) {
      unfit.run();
      return meant;
    }
    return end;
  }

  /**
   * If it completed in a transaction, that has settled it, and what is sent now is lost against it;
   * unless it never committed: then the attempt has failed.
   */
  private End returned(Handlers.Entry<?, ?> entry, @Nullable Object result, Attempt attempt) {
    return attempt.isCompletedWithin()
        ? new End.Threw(new NotCommittedException())
        : new End.Returned(result == null ? Optional.empty() : encoded(entry, result, attempt));
  }

  /** The work is done: a result that cannot be kept does not undo it. */
  private Optional<Payload> encoded(Handlers.Entry<?, ?> entry, Object result, Attempt attempt) {
    Payload encoded;
    try {
      encoded = entry.encode(result);
    } catch (Throwable e) { // the work is done, whatever this is
      if (Thrown.end(e) instanceof End.Unfit) {
        unfit.run();
      }
      LOG.log(
          System.Logger.Level.WARNING,
          attempt + ": its result cannot be encoded; the job completes without it",
          e);
      return Optional.empty();
    }
    int bytes = encoded.bytes().length;
    if (bytes > resultBytesMax) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: its result is {1} bytes, the limit is {2}; the job completes without it",
          attempt,
          bytes,
          resultBytesMax);
      return Optional.empty();
    }
    return Optional.of(encoded);
  }

  private long now() {
    return env.nanoTime().getAsLong();
  }

  private double random() {
    return env.random().getAsDouble();
  }
}
