package dev.duly.engine;

import dev.duly.backend.Settlement;
import dev.duly.job.Job;
import java.util.Optional;

/**
 * What happens in an engine, told as it happens on the engine's own threads. It throws nothing and
 * takes a moment only. Thread-safe.
 */
public interface Events {
  /** Tells no one. */
  Events NONE = new Events() {};

  /** The worker has a claim of this job. */
  default void claimed(Job job) {}

  /**
   * The store has taken how the claim ended.
   *
   * @param cause what the handler threw, if it did
   */
  default void settled(Job job, Settlement settlement, Optional<Throwable> cause) {}

  /** The claim was lost: another worker has the job, or will have it. */
  default void lost(Job job) {}

  /** The worker is unfit to go on (rule R4), and claims no more. */
  default void unfit(String why) {}
}
