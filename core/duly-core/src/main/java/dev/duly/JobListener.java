package dev.duly;

import dev.duly.job.Job;

/**
 * Hears what becomes of the jobs that the workers of a {@link Duly} claim: for metrics and alerts.
 * It is told on the engine's own threads, so that it must take a moment only; what it throws is
 * logged and changes nothing. Thread-safe.
 */
public interface JobListener {
  /** A worker has claimed the job; its handler starts when a slot is free. */
  default void claimed(Job job, String worker) {}

  /** The store has taken how a claim ended; {@link ClaimEnd#kind} says how. */
  default void settled(ClaimEnd end) {}

  /** A worker has lost its claim: the job runs again, here or elsewhere. */
  default void lost(Job job, String worker) {}

  /** A worker claims no more, since its process is unfit to go on: restart it. */
  default void unfit(String worker, String why) {}
}
