package dev.duly;

import dev.duly.backend.Transactions;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import java.sql.Connection;
import java.util.Collection;
import java.util.List;

/**
 * Enqueues in the caller's transaction: the jobs exist if and only if it commits. Made by {@link
 * Duly#within}; as thread-safe as the connection.
 */
public final class TransactionalDuly {
  private final Duly duly;
  private final Transactions room;
  private final Connection tx;

  /**
   * In this transaction.
   *
   * @throws NotOfferedException if the backend has no transactions of the caller's
   */
  static TransactionalDuly of(Duly duly, Connection tx) {
    Transactions room =
        duly.backend()
            .rooms()
            .transactions()
            .orElseThrow(
                () ->
                    new NotOfferedException(
                        "this backend cannot store a job in your transaction: enqueue after the"
                            + " commit, or keep the jobs in the same database"));
    return new TransactionalDuly(duly, room, tx);
  }

  private TransactionalDuly(Duly duly, Transactions room, Connection tx) {
    this.duly = duly;
    this.room = room;
    this.tx = tx;
  }

  /** As {@link Duly#enqueue(Object)}, but durable when the transaction commits. */
  public JobHandle<?> enqueue(Object payload) {
    return enqueue(PayloadMistakes.requirePayload(payload));
  }

  /** As {@link Duly#enqueue(JobType, Object)}, but durable when the transaction commits. */
  public <P, R> JobHandle<R> enqueue(JobType<P, R> type, P payload) {
    return enqueue(NewJob.of(type, payload));
  }

  /** As {@link Duly#enqueue(NewJob)}, but durable when the transaction commits. */
  public <P, R> JobHandle<R> enqueue(NewJob<P, R> job) {
    return Encoder.Bulk.single(job, duly.enqueue(List.of(job), this::store));
  }

  /** As {@link Duly#enqueueAll}, but durable when the transaction commits. */
  public List<JobHandle<?>> enqueueAll(Collection<? extends NewJob<?, ?>> jobs) {
    PayloadMistakes.requireEachOnce(jobs);
    return duly.enqueue(List.copyOf(jobs), this::store);
  }

  private List<Enqueued> store(List<EncodedJob> jobs) {
    return room.enqueue(tx, jobs);
  }
}
