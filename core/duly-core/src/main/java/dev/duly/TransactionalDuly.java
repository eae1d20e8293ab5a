package dev.duly;

import dev.duly.backend.Transactions;
import dev.duly.job.Enqueued;
import java.sql.Connection;
import java.util.Collection;
import java.util.List;

/**
 * Enqueues in the caller's transaction: the jobs exist if and only if it commits. Made by {@link
 * Duly#within}; as thread-safe as the connection.
 */
public final class TransactionalDuly {
  private final Duly jobs;
  private final Transactions room;
  private final Connection tx;

  TransactionalDuly(Duly jobs, Transactions room, Connection tx) {
    this.jobs = jobs;
    this.room = room;
    this.tx = tx;
  }

  /** As {@link Duly#enqueue(Object)}, but durable when the transaction commits. */
  public JobHandle enqueue(Object payload) {
    return enqueue(Duly.requirePayload(payload));
  }

  /** As {@link Duly#enqueue(NewJob)}, but durable when the transaction commits. */
  public JobHandle enqueue(NewJob<?> job) {
    return Duly.handle(room.enqueue(tx, List.of(jobs.encode(job))).get(0));
  }

  /** As {@link Duly#enqueueAll}, but durable when the transaction commits. */
  public List<Enqueued> enqueueAll(Collection<? extends NewJob<?>> newJobs) {
    Duly.requireEachOnce(newJobs);
    return room.enqueue(tx, newJobs.stream().map(jobs::encode).toList());
  }
}
