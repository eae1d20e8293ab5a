package dev.duly.testing;

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
import dev.duly.memory.InMemoryBackend;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;

/**
 * Transactions of the code under test: what is done in one is kept until its connection commits,
 * and forgotten when that rolls back or is closed. Not thread-safe, as its {@link TestQueue} is
 * not.
 */
final class TestTransactions implements Transactions {
  private final InMemoryBackend jobs;

  TestTransactions(InMemoryBackend jobs) {
    this.jobs = jobs;
  }

  @Override
  public List<Enqueued> enqueue(Connection tx, List<EncodedJob> batch) {
    List<Enqueued> answers = jobs.preview(batch);
    TestConnection connection = ours(tx);
    connection.onCommit(() -> jobs.enqueue(batch));
    return answers;
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
