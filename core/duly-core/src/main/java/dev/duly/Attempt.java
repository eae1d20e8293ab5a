package dev.duly;

import dev.duly.backend.ClaimRef;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.lifecycle.SchedulePlan;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One run of a job, as its handler sees it. Thread-safe. A handler under test is given a {@code
 * TestAttempt} of {@code duly-testing}.
 */
public interface Attempt {
  /** The job, as it was when it was claimed. */
  Job job();

  /** The job's id. */
  default JobId id() {
    return job().id();
  }

  /** From 1. */
  default int number() {
    return job().attempt();
  }

  /** Whether a failure of this one is the job's last. */
  default boolean isLast() {
    return job().isLastAttempt();
  }

  /** What its producer gave it to carry, such as trace context. */
  default Map<String, String> headers() {
    return ClaimRef.givenHeaders(job());
  }

  /** The time for which a schedule fired it; empty: no schedule did. */
  default Optional<Instant> nominalTime() {
    return Optional.ofNullable(job().labels().headers().get(SchedulePlan.NOMINAL))
        .map(Instant::parse);
  }

  /** Whether the handler is asked to end soon: a cancel, a timeout, a shutdown or a lost lease. */
  boolean isStopping();

  /**
   * For a loop that neither blocks nor looks at its thread's interruption: ends it when the handler
   * is to stop. Let the exception through; what becomes of the job depends on why it was to stop.
   *
   * @throws InterruptedException if {@link #isStopping}
   */
  default void throwIfStopping() throws InterruptedException {
    if (isStopping()) {
      throw new InterruptedException(this + " is to stop");
    }
  }

  /** How long it may still run before it is stopped; not negative. */
  Duration remaining();

  /**
   * A number that increases with every claim of the job, to pass on as a fencing token, where the
   * backend has one.
   */
  OptionalLong fence();

  /**
   * Tells how far the handler is, for those who look at the job: kept with it within a second or
   * two, the latest only, where the backend keeps it. Nothing if the attempt is over.
   *
   * @param percent such as 40
   */
  default void progress(int percent) {
    progress((Object) percent);
  }

  /**
   * The same of any value, as the codec writes it, such as {@code new Copied(3, 10)}.
   *
   * @throws IllegalArgumentException if it is over 4,096 bytes, or cannot be written
   */
  void progress(Object value);

  /**
   * Adds a line to the job's log, which {@code duly job logs} shows: kept within a second or two,
   * where the backend keeps it. A line is cut to 2,000 characters; of a job's lines the last 1,000
   * are kept, and 65,536 characters. Nothing if the attempt is over.
   */
  void log(String line);

  /**
   * A job that is stored if and only if this one completes: a step that follows. Where the backend
   * has transactions, in the one that completes it; else before it, at least once.
   *
   * @return the id that it will have
   * @throws dev.duly.backend.InvalidJobsException if it breaks a limit, alone or with those that
   *     were added before; the message names every problem
   * @throws IllegalStateException outside of the handler, or after {@link #completeWithin}
   */
  JobId then(NewJob<?, ?> job);

  /** The same of a payload whose class has a {@link JobName}. */
  default JobId then(Object payload) {
    return then(PayloadMistakes.requirePayload(payload));
  }

  /**
   * Completes the job in the caller's transaction: what the handler wrote in it, the completion and
   * the jobs that follow happen together or not at all. Commit before the handler returns: one that
   * returns without has failed. What a {@code compute} handler returns after it is not kept.
   *
   * @param tx on the database that keeps the jobs, auto-commit off; it is neither committed nor
   *     closed
   * @throws dev.duly.backend.ClaimLostException if another worker has the job by now: let it roll
   *     the transaction back
   * @throws NotOfferedException if the backend has no transactions of the caller's
   * @throws IllegalStateException outside of the handler
   */
  void completeWithin(Connection tx);
}
