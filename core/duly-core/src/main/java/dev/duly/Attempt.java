package dev.duly;

import dev.duly.backend.Claim;
import dev.duly.backend.Settlement;
import dev.duly.backend.Transactions;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.lifecycle.Stop;
import java.sql.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job, as its handler sees it. Thread-safe.
 *
 * <p>To stop a handler its thread is interrupted, and only while it is in the handler: the
 * handshake below makes sure that the interrupt reaches neither the next attempt on that thread nor
 * a call of the engine's own.
 */
public final class Attempt {
  private static final String SHUTDOWN = "java.lang.Shutdown";

  private final Claim claim;
  private final LongSupplier nanoTime;
  private final long claimedNanos;

  // Guarded by this.
  private @Nullable Thread thread;
  private Stop stop = Stop.NOTHING;
  private boolean begun;
  private boolean ended;
  private boolean stuck;
  private long deadlineNanos;
  private @Nullable Transactions transactions;
  private boolean completedWithin;

  /**
   * When the lease ends by this worker's own clock: from before the request that took or renewed
   * it.
   */
  private volatile long leaseEndNanos;

  /**
   * An attempt that has not begun.
   *
   * @param askedNanos before the request that claimed it
   */
  Attempt(Claim claim, long askedNanos, long claimedNanos, LongSupplier nanoTime) {
    this.claim = claim;
    this.nanoTime = nanoTime;
    this.claimedNanos = claimedNanos;
    this.leaseEndNanos = askedNanos + claim.lease().toNanos();
  }

  public Job job() {
    return claim.job();
  }

  public JobId id() {
    return claim.job().id();
  }

  /** From 1. */
  public int number() {
    return claim.job().attempt();
  }

  /** Whether a failure of this one is the job's last. */
  public boolean isLast() {
    return claim.job().isLastAttempt();
  }

  /** Whether the handler is asked to end soon: a cancel, a timeout, a shutdown or a lost lease. */
  public synchronized boolean isStopping() {
    return stop != Stop.NOTHING;
  }

  /** How long it may still run before it is stopped; not negative. */
  public Duration remaining() {
    synchronized (this) {
      return Duration.ofNanos(Math.max(0, deadlineNanos - nanoTime.getAsLong()));
    }
  }

  /**
   * A number that increases with every claim of the job, to pass on as a fencing token, where the
   * backend has one.
   */
  public OptionalLong fence() {
    return claim.fence();
  }

  /**
   * Completes the job in the caller's transaction: what the handler wrote in it and the completion
   * happen together or not at all (rule S5). Commit before the handler returns: one that returns
   * without has failed. What a {@code compute} handler returns after it is not kept.
   *
   * @param tx on the database that keeps the jobs, auto-commit off; it is neither committed nor
   *     closed
   * @throws dev.duly.backend.ClaimLostException if somebody else has the job by now: let it roll
   *     the transaction back
   * @throws UnsupportedOperationException if the backend has no transactions of the caller's
   * @throws IllegalStateException outside of the handler
   */
  public void completeWithin(Connection tx) {
    completing().complete(tx, new Settlement.Complete(claim));
  }

  private synchronized Transactions completing() {
    if (!isInHandler()) {
      throw new IllegalStateException(this + " is not in its handler: it cannot be completed");
    }
    if (transactions == null) {
      throw new UnsupportedOperationException(
          "this backend cannot complete a job in your transaction: return, and be idempotent");
    }
    completedWithin = true;
    return transactions;
  }

  /** Whether its completion is up to a transaction of the handler's. */
  synchronized boolean isCompletedWithin() {
    return completedWithin;
  }

  Claim claim() {
    return claim;
  }

  long claimedNanos() {
    return claimedNanos;
  }

  long leaseEndNanos() {
    return leaseEndNanos;
  }

  void renewed(long askedNanos) {
    leaseEndNanos = askedNanos + claim.lease().toNanos();
  }

  /**
   * The handler starts on this thread; false if the attempt was told to stop before, or if its
   * lease has ended while the whole process stood still and nobody could tell it (rule X3).
   *
   * @param room where it may complete in a transaction of its own, if the backend can
   */
  synchronized boolean begin(long nowNanos, Optional<Transactions> room) {
    transactions = room.orElse(null);
    if (nowNanos - leaseEndNanos >= 0) {
      stop = Stop.CLAIM_LOST;
    }
    if (stop != Stop.NOTHING) {
      return false;
    }
    begun = true;
    deadlineNanos = nowNanos + Durations.nanos(claim.job().timeout());
    thread = Thread.currentThread();
    return true;
  }

  /** The handler has ended; from here on nobody interrupts its thread. */
  synchronized Stop end() {
    thread = null;
    ended = true;
    Thread.interrupted(); // ours or the handler's own: of no meaning after it
    return stop;
  }

  /**
   * Tells it to stop, once for each reason; the first one counts, but for a lost claim, which beats
   * all.
   */
  synchronized void stop(Stop why) {
    boolean beats = why == Stop.CLAIM_LOST || why == Stop.CLAIM_LOST_UNFENCED;
    if (ended || stop == why || (stop != Stop.NOTHING && !beats)) {
      return;
    }
    stop = why;
    if (thread != null) {
      thread.interrupt();
    }
  }

  synchronized Stop stopped() {
    return stop;
  }

  /** Whether it runs and its time is up. */
  synchronized boolean isOverdue(long nowNanos) {
    return begun && !ended && stop == Stop.NOTHING && nowNanos - deadlineNanos >= 0;
  }

  /**
   * True once: it was stopped for its timeout so long ago and is still in its handler (rule T2).
   */
  synchronized boolean becomesStuck(long nowNanos, long patienceNanos) {
    boolean now =
        !stuck && isInHandler() && stop == Stop.TIMEOUT && nowNanos - deadlineNanos > patienceNanos;
    stuck |= now;
    return now;
  }

  synchronized boolean wasStuck() {
    return stuck;
  }

  /** Whether the calling thread is this one's handler. */
  synchronized boolean isHandledHere() {
    return thread == Thread.currentThread();
  }

  synchronized boolean isInHandler() {
    return begun && !ended;
  }

  /**
   * Where the handler is, for a report about one that does not stop; empty if it is not running.
   */
  synchronized StackTraceElement[] where() {
    return thread == null ? new StackTraceElement[0] : thread.getStackTrace();
  }

  /** Whether its handler has called {@link System#exit}, and so never returns. */
  boolean isExiting() {
    return Arrays.stream(where()).anyMatch(frame -> frame.getClassName().equals(SHUTDOWN));
  }

  @Override
  public String toString() {
    return claim.job().type() + " " + claim.job().id() + " attempt " + number();
  }
}
