package dev.duly.backend.limit;

import dev.duly.limit.Limit;
import java.util.List;

/**
 * Limits of queues and of keys in them (rules L1 to L5). Each change holds for the next claim and
 * is in the audit. Thread-safe.
 */
public interface Limits {
  /**
   * Sets a limit, or changes the one of the same target. What runs already does not count for a
   * limit that is new.
   *
   * @throws IllegalArgumentException if it is not valid
   */
  void set(Limit limit, String who);

  /**
   * Sets those that are new or differ from what was declared of their target last; so what a person
   * changes meanwhile lasts until the code changes (rule L4).
   *
   * @throws IllegalArgumentException if one is not valid; then none is set
   */
  void declare(List<Limit> limits, String who);

  /** Removes one, and says whether there was one. */
  boolean remove(Limit.Target target, String who);

  /** All of them, by queue and key; that of a queue comes before those of its keys. */
  List<LimitRecord> list();

  /** What is used of the limits of a queue, its own first, then by key. */
  List<Meter> meters(String queue);
}
