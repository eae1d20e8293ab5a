package dev.duly.job;

/** What became of one job that was enqueued. */
public sealed interface Enqueued {
  /** The job that is now stored: the new one, or the one that was there. */
  JobId id();

  /** Stored, and durable. */
  record Stored(JobId id) implements Enqueued {}

  /**
   * The same job is stored already, or another one that holds its unique key; nothing changed. Its
   * id says which.
   */
  record Duplicate(JobId id) implements Enqueued {}

  /** The id is taken by a job of other content; nothing changed. */
  record Conflict(JobId id) implements Enqueued {}

  /** The job that holds its unique key has now its payload, due time and priority. */
  record Replaced(JobId id) implements Enqueued {}

  /** Another job holds its unique key, and it was to be refused then; nothing changed. */
  record Rejected(JobId id) implements Enqueued {}
}
