package dev.duly.job;

/** What became of one job that was enqueued. */
public sealed interface Enqueued {
  /** The job that is now stored: the new one, or the one that was there. */
  JobId id();

  /** Stored, and durable. */
  record Stored(JobId id) implements Enqueued {}

  /** The same job is stored already; nothing changed. */
  record Duplicate(JobId id) implements Enqueued {}

  /** The id is taken by a job of other content; nothing changed. */
  record Conflict(JobId id) implements Enqueued {}
}
