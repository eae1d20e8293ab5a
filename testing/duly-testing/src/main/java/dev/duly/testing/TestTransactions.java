package dev.duly.testing;

import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.backend.ClaimLostException;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.Transactions;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.job.JobRecord;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Transactions of the code under test: what is done in one is kept until its connection commits,
 * and forgotten when that rolls back or is closed. Not thread-safe, as its {@link TestQueue} is
 * not.
 */
final class TestTransactions implements Transactions {
  private final Backend jobs;

  TestTransactions(Backend jobs) {
    this.jobs = jobs;
  }

  @Override
  public List<Enqueued> enqueue(Connection tx, List<EncodedJob> batch) {
    jobs.capabilities().requireAcceptable(batch);
    TestConnection connection = ours(tx);
    List<Enqueued> answers = new ArrayList<>();
    for (EncodedJob job : batch) {
      answers.add(answer(job));
    }
    connection.onCommit(() -> jobs.enqueue(batch));
    return answers;
  }

  private Enqueued answer(EncodedJob job) {
    Optional<JobRecord> held = jobs.rooms().inspector().orElseThrow().find(job.ref());
    if (held.isEmpty()) {
      return new Enqueued.Stored(job.id());
    }
    return job.sameContent(
            held.get().job().type(), held.get().job().queue(), held.get().job().payload())
        ? new Enqueued.Duplicate(job.id())
        : new Enqueued.Conflict(job.id());
  }

  @Override
  public void complete(Connection tx, Settlement.Complete done) {
    TestConnection connection = ours(tx);
    try (Session session = session()) {
      Extension still = new Extension(done.claim());
      if (session.extend(List.of(still)).get(0).state() == Extended.State.LOST) {
        throw new ClaimLostException(done.claim().job().id());
      }
    }
    connection.onCommit(
        () -> {
          try (Session session = session()) {
            session.settle(List.of(done), List.of());
          }
        });
  }

  private Session session() {
    return jobs.open(new WorkerInfo("transaction", Duration.ofSeconds(30)), () -> {});
  }

  private static TestConnection ours(Connection tx) {
    if (Proxy.isProxyClass(tx.getClass())
        && Proxy.getInvocationHandler(tx) instanceof TestConnection connection) {
      connection.requireTransaction();
      return connection;
    }
    throw new BackendException(
        "test queue: it cannot see when this connection commits. Give the code under test"
            + " queue.connection(), or queue.connection(yours) around a connection of its own.");
  }
}
