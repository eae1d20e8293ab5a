package dev.duly.backend.broker;

import dev.duly.backend.ClaimRef;
import dev.duly.backend.Run;
import dev.duly.backend.Settlement;
import dev.duly.backend.Settlement.Cancel;
import dev.duly.backend.Settlement.Complete;
import dev.duly.backend.Settlement.DeadLetter;
import dev.duly.backend.Settlement.Release;
import dev.duly.backend.Settlement.Retry;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.Streaks;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a settlement leaves behind in a broker: a message is never given back, which a broker would
 * count like a crash; a new copy with the new state is made durable, and then the old one is
 * acknowledged. Pure.
 *
 * <table>
 * <caption>the copy</caption>
 * <tr><th>settlement</th><th>attempts</th><th>streaks</th><th>due</th></tr>
 * <tr><td>complete, cancel</td><td colspan="3">none</td></tr>
 * <tr><td>retry</td><td>one more</td><td>none</td><td>after its delay</td></tr>
 * <tr><td>release</td><td>the same</td><td>as it says</td><td>after its delay</td></tr>
 * <tr><td>dead letter</td><td>one more if it ran</td><td>the same</td><td>–</td></tr>
 * </table>
 */
public final class Copies {
  private Copies() {}

  /**
   * The copy; empty if the job is over.
   *
   * @param claimed as it was claimed, with the leases that were lost
   * @param worker whose attempt it was
   */
  public static Optional<Envelope> of(
      Envelope claimed, Settlement settlement, String worker, Instant now) {
    if (settlement instanceof Retry retry) {
      Job job =
          later(claimed.job(), retry.delay(), now)
              .attempts(next(claimed))
              .streaks(Streaks.NONE)
              .build();
      return Optional.of(
          tried(claimed, settlement, worker, "retried", Optional.of(retry.failure()))
              .withParked(Optional.empty())
              .withJob(job));
    } else if (settlement instanceof Release release) {
      Job job = later(claimed.job(), release.delay(), now).streaks(release.after()).build();
      return Optional.of(claimed.withParked(release.parkReason()).withJob(job));
    } else if (settlement instanceof DeadLetter dead) {
      Envelope.Death death = new Envelope.Death(dead.reason().text(), dead.failure(), now);
      boolean ran = dead.run().isPresent();
      Envelope told = tried(claimed, settlement, worker, "dead", Optional.of(dead.failure()));
      int attempts = ran ? next(claimed) : claimed.job().attempts();
      return Optional.of(
          told.withDeath(Optional.of(death))
              .withJob(claimed.job().toBuilder().attempts(attempts).build()));
    } else if (settlement instanceof Complete || settlement instanceof Cancel) {
      return Optional.empty();
    }
    throw new IllegalArgumentException("of an unknown settlement: " + settlement.verb());
  }

  private static int next(Envelope claimed) {
    return claimed.job().attempts() + 1;
  }

  private static Job.Builder later(Job job, Duration delay, Instant now) {
    return job.toBuilder().scheduledAt(now.plus(delay));
  }

  private static Envelope tried(
      Envelope claimed,
      Settlement settlement,
      String worker,
      String outcome,
      Optional<Failure> failure) {
    ClaimRef claim = settlement.claim();
    Run run = settlement.run().orElse(Run.INSTANT);
    Instant start = claim.claimedAt().plus(run.waited());
    return claimed.withTried(
        new AttemptRecord(claim.attempt(), start, start.plus(run.ran()), worker, outcome, failure));
  }
}
