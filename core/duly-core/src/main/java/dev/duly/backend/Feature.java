package dev.duly.backend;

/** What only some backends can do. */
public enum Feature {
  /** A bulk is stored whole and an id is unique across all queues, not only within each. */
  ACROSS_QUEUES,
  /** A bulk is stored whole or not at all. */
  ATOMIC_ENQUEUE,
  /** Follow-up jobs are stored in the settlement's own transaction. */
  ATOMIC_THEN,
  /** A claim takes only the types its worker can run. */
  TYPE_FILTER,
  /** A claim carries a number that increases with every claim of the job. */
  FENCE,
  /** Jobs of different group keys share a queue fairly. */
  FAIR_GROUPS
}
