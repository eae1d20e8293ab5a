package dev.duly;

import dev.duly.backend.Settlement;
import dev.duly.backend.Transactions;
import dev.duly.engine.RunningClaim;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** One run of a job, as its handler sees it. Thread-safe. */
public final class Attempt {
  private final RunningClaim running;
  private final Optional<Transactions> transactions;

  /**
   * The attempt of a claim.
   *
   * @param transactions where it may complete in a transaction of its own, if the backend can
   */
  Attempt(RunningClaim running, Optional<Transactions> transactions) {
    this.running = running;
    this.transactions = transactions;
  }

  /** The job, as it was when it was claimed. */
  public Job job() {
    return running.job();
  }

  /** The job's id. */
  public JobId id() {
    return job().id();
  }

  /** From 1. */
  public int number() {
    return job().attempt();
  }

  /** Whether a failure of this one is the job's last. */
  public boolean isLast() {
    return job().isLastAttempt();
  }

  /** Whether the handler is asked to end soon: a cancel, a timeout, a shutdown or a lost lease. */
  public boolean isStopping() {
    return running.isStopping();
  }

  /** How long it may still run before it is stopped; not negative. */
  public Duration remaining() {
    return running.remaining();
  }

  /**
   * A number that increases with every claim of the job, to pass on as a fencing token, where the
   * backend has one.
   */
  public OptionalLong fence() {
    return running.claim().fence();
  }

  /**
   * Completes the job in the caller's transaction: what the handler wrote in it and the completion
   * happen together or not at all. Commit before the handler returns: one that returns without has
   * failed. What a {@code compute} handler returns after it is not kept.
   *
   * @param tx on the database that keeps the jobs, auto-commit off; it is neither committed nor
   *     closed
   * @throws dev.duly.backend.ClaimLostException if another worker has the job by now: let it roll
   *     the transaction back
   * @throws NotOfferedException if the backend has no transactions of the caller's
   * @throws IllegalStateException outside of the handler
   */
  public void completeWithin(Connection tx) {
    Transactions room =
        transactions.orElseThrow(
            () ->
                new NotOfferedException(
                    "this backend cannot complete a job in your transaction: return, and be"
                        + " idempotent"));
    if (!running.completeWithin()) {
      throw new IllegalStateException(this + " is not in its handler: it cannot be completed");
    }
    room.complete(tx, new Settlement.Complete(running.claim()));
  }

  @Override
  public String toString() {
    return running.toString();
  }
}
