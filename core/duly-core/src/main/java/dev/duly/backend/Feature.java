package dev.duly.backend;

/** What only some backends can do. */
public enum Feature {
  /** A bulk is stored whole and an id is unique across all queues, not only within each. */
  ACROSS_QUEUES,
  /** An id that is stored is not stored again (rule E3). */
  KNOWN_IDS,
  /** Follow-up jobs are stored in the settlement's own transaction. */
  ATOMIC_THEN,
  /** A claim carries a number that increases with every claim of the job. */
  FENCE,
  /** A unique key is held by one job at a time (rule E6). */
  UNIQUE_KEYS,
  /** Jobs of a queue that have group keys take turns (rule P2). */
  FAIR_GROUPS
}
