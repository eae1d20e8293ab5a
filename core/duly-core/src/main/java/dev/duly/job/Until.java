package dev.duly.job;

import java.time.Duration;
import java.util.Objects;

/** How long a unique job holds its key. */
public sealed interface Until {
  /** While the job is waiting or running: until it is completed, cancelled or a dead letter. */
  record Finished() implements Until {}

  /**
   * Until a worker claims it for the first time; whatever brings it back to wait changes that no
   * more.
   */
  record Started() implements Until {}

  /** For a time from its acceptance, by the engine's clock, whatever becomes of the job. */
  record For(Duration time) implements Until {
    public For {
      Objects.requireNonNull(time, "time");
    }
  }

  /** {@link Finished}. */
  static Until finished() {
    return new Finished();
  }

  /** {@link Started}: a job that is enqueued while one runs is another one. */
  static Until started() {
    return new Started();
  }

  /** {@link For}: at most one in this time. */
  static Until after(Duration time) {
    return new For(time);
  }
}
