package dev.duly.lifecycle;

import dev.duly.backend.Claim;
import dev.duly.backend.DeadReason;
import dev.duly.backend.ReleaseReason;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.job.Failure;
import dev.duly.job.Streaks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Decides. Two pure functions without a clock or chance of their own; every rule of what happens to
 * a job is here and nowhere else. Backends apply what they say.
 */
public final class Lifecycle {
  /** Three workers in a row that vanished with a job, and it is poison (rule X4). */
  public static final int LOST_IN_A_ROW_MAX = 3;

  /** So many free releases in a row; the next is a retry (rule R2). */
  public static final int RELEASED_IN_A_ROW_MAX = 20;

  // A parked job looks for a worker that knows it: soon at first, then every ten minutes (rule V1).
  private static final Backoff PARKED =
      new Backoff(List.of(Duration.ofSeconds(10)), 2, Duration.ofMinutes(10), Jitter.plusMinus(20));

  private Lifecycle() {}

  /**
   * Whether an attempt may start. The first line that fits:
   *
   * <table>
   * <caption>admit</caption>
   * <tr><td>cancel asked</td><td>Cancel</td></tr>
   * <tr><td>expired and never started ({@code attempts} = 0)</td><td>Cancel {@code expired}</td></tr>
   * <tr><td>three lost leases in a row</td><td>DeadLetter {@code poison}</td></tr>
   * <tr><td>{@code attempts} >= {@code max_attempts}</td><td>DeadLetter {@code exhausted}</td></tr>
   * <tr><td>type unknown</td><td>Release (parked, the delay grows from 10 s to 10 min by the streak)</td></tr>
   * <tr><td>else</td><td>run</td></tr>
   * </table>
   *
   * @param sinceClaim how long ago it was claimed, by the worker's monotonic clock
   * @param random 0 inclusive to 1 exclusive
   */
  public static Admission admit(
      Claim claim, Duration sinceClaim, boolean typeKnown, double random) {
    var job = claim.job();
    if (claim.cancelAsked()) {
      return refuse(new Cancel(claim, "cancelled"));
    } else if (job.attempts() == 0 && claim.isExpired(sinceClaim)) {
      return refuse(new Cancel(claim, "expired"));
    } else if (job.streaks().lost() >= LOST_IN_A_ROW_MAX) {
      return refuse(
          deadLetter(
              claim,
              DeadReason.POISON,
              job.streaks().lost() + " workers in a row vanished while they held this job"));
    } else if (job.attempts() >= job.maxAttempts()) {
      return refuse(
          deadLetter(
              claim,
              DeadReason.EXHAUSTED,
              "the last of " + job.maxAttempts() + " attempts was lost with its worker"));
    } else if (!typeKnown) {
      return refuse(park(claim, ReleaseReason.UNKNOWN_TYPE, "", random));
    }
    return new Admission.Admitted();
  }

  /**
   * What the end of an attempt means; empty means to send nothing.
   *
   * <table>
   * <caption>settle</caption>
   * <tr><th>end \ stop</th><th>nothing</th><th>cancel asked</th><th>timeout</th><th>shutdown</th><th>claim lost</th></tr>
   * <tr><td>returned</td><td>Complete</td><td>Complete</td><td>Complete, {@code late}</td><td>Complete</td>
   *     <td>Complete if fenced, else nothing</td></tr>
   * <tr><td>threw, interrupted</td><td>Retry, or DeadLetter when the budget is used up or a predicate gives up</td>
   *     <td>Cancel</td><td>the same with {@code timeout}</td><td>Release (budget 1: DeadLetter)</td><td>nothing</td></tr>
   * <tr><td>rejected</td><td>DeadLetter</td><td>Cancel</td><td>DeadLetter</td><td>DeadLetter</td><td>nothing</td></tr>
   * <tr><td>snoozed</td><td>Release with its delay (the 21st in a row: Retry)</td><td>Cancel</td>
   *     <td>Retry {@code timeout}</td><td>Release with its delay</td><td>nothing</td></tr>
   * <tr><td>rate limited</td><td>Release with its delay</td><td>Cancel</td><td>Retry {@code timeout}</td>
   *     <td>Release with its delay</td><td>nothing</td></tr>
   * <tr><td>unreadable</td><td>Release (parked)</td><td>Cancel</td><td>cannot be: Release</td><td>Release</td><td>nothing</td></tr>
   * <tr><td>unfit</td><td>Retry</td><td>Cancel</td><td>Retry</td><td>Retry</td><td>nothing</td></tr>
   * <tr><td>not begun</td><td>Release, at once</td><td>Cancel</td><td>cannot be: Release</td><td>Release, at once</td>
   *     <td>nothing</td></tr>
   * </table>
   *
   * Every Retry is a DeadLetter when the budget is used up.
   *
   * @param run how long it took; ignored if the handler was not started
   * @param random 0 inclusive to 1 exclusive
   */
  public static Optional<Settlement> settle(
      Claim claim, ErrorPolicy errors, RunEnd end, StopReason stop, Run run, double random) {
    if (stop == StopReason.CLAIM_LOST_UNFENCED) {
      return Optional.empty();
    } else if (end instanceof RunEnd.Returned returned) {
      return Optional.of(complete(claim, returned, stop, run));
    } else if (stop == StopReason.CLAIM_LOST) {
      return Optional.empty();
    } else if (stop == StopReason.CANCEL_ASKED) {
      return Optional.of(new Cancel(claim.ref(), started(end, run), "cancelled", List.of()));
    }
    return Optional.of(failed(claim, errors, end, stop, run, random));
  }

  /**
   * What is sent instead of a settlement that the engine refuses for good: the job is a dead
   * letter, so that a person sees it. Empty if that was what it refused.
   */
  public static Optional<Settlement> refused(Settlement settlement, Throwable why) {
    if (settlement instanceof DeadLetter dead && dead.reason() == DeadReason.REFUSED) {
      return Optional.empty();
    }
    String message = "the store refused its " + settlement.verb() + ": " + FailureCapture.line(why);
    Failure failure = Failure.of(DeadReason.REFUSED.text(), message);
    return Optional.of(
        new DeadLetter(
            settlement.claim(), settlement.run(), DeadReason.REFUSED, failure, List.of()));
  }

  private static Settlement complete(
      Claim claim, RunEnd.Returned returned, StopReason stop, Run run) {
    Run ended = new Run(run.waited(), run.ran(), stop == StopReason.TIMEOUT, run.notes());
    return new Complete(claim.ref(), Optional.of(ended), returned.result(), returned.then());
  }

  private static Settlement failed(
      Claim claim, ErrorPolicy errors, RunEnd end, StopReason stop, Run run, double random) {
    if (end instanceof RunEnd.NotBegun) {
      return new Release(claim, Duration.ZERO, ReleaseReason.SHUTDOWN);
    } else if (end instanceof RunEnd.Unreadable unreadable) {
      return park(
          claim, ReleaseReason.UNREADABLE_PAYLOAD, FailureCapture.line(unreadable.cause()), random);
    } else if (end instanceof RunEnd.Rejected rejected) {
      return deadLetter(claim, run, DeadReason.REJECTED, failure(claim, rejected.cause()));
    } else if (end instanceof RunEnd.Unfit unfit) {
      return retry(claim, run, failure(claim, unfit.cause()), random);
    } else if (end instanceof RunEnd.Snoozed snoozed) {
      return snooze(claim, snoozed, stop, run, random);
    } else if (end instanceof RunEnd.RateLimited limited) {
      return stop == StopReason.TIMEOUT
          ? retry(claim, run, timedOut(claim, limited.cause()), random)
          : release(claim, run, limited.delay(), ReleaseReason.RATE_LIMITED);
    }
    return threw(claim, errors, causeOf(end), stop, run, random);
  }

  private static Throwable causeOf(RunEnd end) {
    return end instanceof RunEnd.Interrupted interrupted
        ? interrupted.cause()
        : ((RunEnd.Threw) end).cause();
  }

  private static Settlement threw(
      Claim claim, ErrorPolicy errors, Throwable cause, StopReason stop, Run run, double random) {
    if (stop == StopReason.SHUTDOWN) {
      return claim.job().maxAttempts() == 1
          ? deadLetter(claim, run, DeadReason.EXHAUSTED, failure(claim, cause))
          : release(claim, run, Duration.ZERO, ReleaseReason.SHUTDOWN);
    } else if (stop == StopReason.TIMEOUT) {
      return retry(claim, run, timedOut(claim, cause), random);
    } else if (errors.givesUp(cause)) {
      return deadLetter(claim, run, DeadReason.GAVE_UP, failure(claim, cause));
    }
    Backoff delays = errors.backoff(cause).orElseGet(() -> own(claim));
    return retry(claim, run, failure(claim, cause), delays.after(claim.job().attempt(), random));
  }

  private static Settlement snooze(
      Claim claim, RunEnd.Snoozed snoozed, StopReason stop, Run run, double random) {
    if (stop == StopReason.TIMEOUT) {
      return retry(claim, run, timedOut(claim, snoozed.cause()), random);
    } else if (claim.job().streaks().released() >= RELEASED_IN_A_ROW_MAX) {
      return retry(claim, run, failure(claim, snoozed.cause()), random);
    }
    Streaks after = claim.job().streaks().withOneMoreReleased();
    return new Release(
        claim.ref(), Optional.of(run), snoozed.delay(), ReleaseReason.SNOOZED, after);
  }

  private static Settlement retry(Claim claim, Run run, Failure failure, double random) {
    return retry(claim, run, failure, own(claim).after(claim.job().attempt(), random));
  }

  private static Settlement retry(Claim claim, Run run, Failure failure, Duration delay) {
    return claim.job().isLastAttempt()
        ? deadLetter(claim, run, DeadReason.EXHAUSTED, failure)
        : new Retry(claim.ref(), Optional.of(run), delay, failure);
  }

  /** The delays that are stamped on the job. */
  private static Backoff own(Claim claim) {
    return RetryPolicyText.parse(claim.job().retry());
  }

  private static Release release(Claim claim, Run run, Duration delay, ReleaseReason why) {
    Streaks after = new Streaks(0, claim.job().streaks().released(), 0);
    return new Release(claim.ref(), Optional.of(run), delay, why, after);
  }

  private static Release park(Claim claim, ReleaseReason why, String detail, double random) {
    Streaks after = claim.job().streaks().withOneMoreParked();
    Duration delay = PARKED.after(after.parked(), random);
    return new Release(claim.ref(), Optional.empty(), delay, why, after, detail);
  }

  private static Settlement deadLetter(Claim claim, DeadReason reason, String message) {
    return new DeadLetter(
        claim.ref(), Optional.empty(), reason, Failure.of(reason.text(), message), List.of());
  }

  private static Settlement deadLetter(Claim claim, Run run, DeadReason reason, Failure failure) {
    return new DeadLetter(claim.ref(), Optional.of(run), reason, failure, List.of());
  }

  private static Failure failure(Claim claim, Throwable cause) {
    return FailureCapture.of(cause, claim.job().type());
  }

  private static Failure timedOut(Claim claim, Throwable cause) {
    return FailureCapture.of(
        "timeout",
        "ran longer than "
            + claim.job().timeout()
            + " and was stopped: "
            + FailureCapture.text(cause),
        cause);
  }

  private static Optional<Run> started(RunEnd end, Run run) {
    return end instanceof RunEnd.NotBegun || end instanceof RunEnd.Unreadable
        ? Optional.empty()
        : Optional.of(run);
  }

  private static Admission refuse(Settlement settlement) {
    return new Admission.Refused(settlement);
  }
}
