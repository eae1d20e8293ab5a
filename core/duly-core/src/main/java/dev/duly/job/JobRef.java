package dev.duly.job;

import java.util.Objects;

/**
 * How a stored job is addressed. On a backend without {@code ACROSS_QUEUES} each queue has its own
 * ids, so that an id alone may stand for several jobs.
 *
 * @param queue where it is
 */
public record JobRef(String queue, JobId id) {
  public JobRef {
    Objects.requireNonNull(queue, "queue");
    Objects.requireNonNull(id, "id");
  }

  /** {@code QUEUE/ID}, as the command line takes it. */
  @Override
  public String toString() {
    return queue + "/" + id;
  }
}
