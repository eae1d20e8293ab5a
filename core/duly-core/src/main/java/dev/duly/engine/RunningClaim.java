package dev.duly.engine;

import dev.duly.backend.Claim;
import dev.duly.backend.Notes;
import dev.duly.job.Job;
import dev.duly.job.Payload;
import dev.duly.job.StorableText;
import dev.duly.lifecycle.StopReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A claim that this worker holds, from its arrival until it is settled. Thread-safe.
 *
 * <p>To stop a handler its thread is interrupted, and only while it is in the handler: the
 * handshake below makes sure that the interrupt reaches neither the next attempt on that thread nor
 * a call of the engine's own.
 */
public final class RunningClaim {
  private static final String SHUTDOWN = "java.lang.Shutdown";

  private final Claim claim;
  private final LongSupplier nanoTime;
  private final long claimedNanos;

  // Guarded by this.
  private @Nullable Thread thread;
  private StopReason stop = StopReason.NOTHING;
  private boolean begun;
  private boolean ended;
  private boolean stuck;
  private long deadlineNanos;
  private boolean completedWithin;
  private @Nullable NoteBook notes; // of a handler that has said something

  /**
   * When the lease ends by this worker's own clock: from before the request that took or renewed
   * it.
   */
  private volatile long leaseEndNanos;

  /**
   * One that has not begun.
   *
   * @param askedNanos before the request that claimed it
   */
  RunningClaim(Claim claim, long askedNanos, long claimedNanos, LongSupplier nanoTime) {
    this.claim = claim;
    this.nanoTime = nanoTime;
    this.claimedNanos = claimedNanos;
    this.leaseEndNanos = askedNanos + claim.lease().toNanos();
  }

  /** What was claimed. */
  public Claim claim() {
    return claim;
  }

  /** The job, as it was when it was claimed. */
  public Job job() {
    return claim.job();
  }

  /** Whether the handler is asked to end soon: a cancel, a timeout, a shutdown or a lost lease. */
  public synchronized boolean isStopping() {
    return stop != StopReason.NOTHING;
  }

  /** How long it may still run before it is stopped; not negative. */
  public Duration remaining() {
    synchronized (this) {
      return Duration.ofNanos(Math.max(0, deadlineNanos - nanoTime.getAsLong()));
    }
  }

  /**
   * From now on the completion of the job is up to a transaction of the handler's: what the engine
   * sends is lost against it. False, and nothing has changed, outside of the handler.
   */
  public synchronized boolean completeWithin() {
    completedWithin |= isInHandler();
    return isInHandler();
  }

  /** Whether it is in its handler, so that it may still complete. */
  public synchronized boolean mayComplete() {
    return isInHandler();
  }

  /** Whether its completion is up to a transaction of the handler's. */
  public synchronized boolean isCompletedWithin() {
    return completedWithin;
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

  /** How far the handler is, for the store; nothing if it has ended. */
  public void progress(Payload now) {
    NoteBook book = noteBook();
    if (book != null) {
      book.progress(now);
    }
  }

  /** A line of the handler's for the job's log; nothing if it has ended. */
  public void log(String line) {
    NoteBook book = noteBook();
    if (book != null) {
      book.log(StorableText.of(line, Notes.LINE_MAX), nanoTime.getAsLong());
    }
  }

  private synchronized @Nullable NoteBook noteBook() {
    if (notes == null && !ended) {
      notes = new NoteBook();
    }
    return ended ? null : notes;
  }

  /** What the handler has said that the store has not kept. */
  public synchronized Notes notes() {
    return notes == null ? Notes.NONE : notes.notes(nanoTime.getAsLong());
  }

  /** The store has kept these. */
  synchronized void kept(Notes sent) {
    if (notes != null) {
      notes.kept(sent);
    }
  }

  /**
   * The handler starts on this thread, now. False if it must not: the attempt was told to stop, or
   * its lease ended while the whole process stood still (rule X3).
   */
  public synchronized boolean begin() {
    long now = nanoTime.getAsLong();
    if (now - leaseEndNanos >= 0) {
      stop = StopReason.CLAIM_LOST;
    }
    if (stop != StopReason.NOTHING) {
      return false;
    }
    begun = true;
    deadlineNanos = now + Durations.nanos(claim.job().timeout());
    thread = Thread.currentThread();
    return true;
  }

  /** The handler has ended; from here on its thread is not interrupted. */
  synchronized StopReason end() {
    thread = null;
    ended = true;
    Thread.interrupted(); // ours or the handler's own: of no meaning after it
    return stop;
  }

  /**
   * Tells it to stop, once for each reason. The first reason wins, except that a lost claim
   * overrides any other.
   */
  synchronized void stop(StopReason why) {
    boolean beats = why == StopReason.CLAIM_LOST || why == StopReason.CLAIM_LOST_UNFENCED;
    if (ended || stop == why || (stop != StopReason.NOTHING && !beats)) {
      return;
    }
    stop = why;
    if (thread != null) {
      thread.interrupt();
    }
  }

  synchronized StopReason stopped() {
    return stop;
  }

  /** Whether it runs and its time is up. */
  synchronized boolean isOverdue(long nowNanos) {
    return begun && !ended && stop == StopReason.NOTHING && nowNanos - deadlineNanos >= 0;
  }

  /**
   * True once: it was stopped for its timeout so long ago and is still in its handler (rule T2).
   */
  synchronized boolean becomesStuck(long nowNanos, long patienceNanos) {
    boolean now =
        !stuck
            && isInHandler()
            && stop == StopReason.TIMEOUT
            && nowNanos - deadlineNanos > patienceNanos;
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
    return job().type() + " " + job().id() + " attempt " + job().attempt();
  }
}
