package dev.duly.postgres;

import dev.duly.backend.BackendException;
import dev.duly.backend.ClaimLostException;
import dev.duly.backend.Outcome;
import dev.duly.backend.Settlement;
import dev.duly.backend.Transactions;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The same statements, on a connection of the caller's to the same database. */
final class PostgresTransactions implements Transactions {
  private static final long GAP_NANOS = 5_000_000;

  private final AtomicLong announced = new AtomicLong(System.nanoTime() - GAP_NANOS);
  private final Store store;
  private final EnqueueStatements enqueueing;

  PostgresTransactions(Store store, EnqueueStatements enqueueing) {
    this.store = store;
    this.enqueueing = enqueueing;
  }

  @Override
  public List<Enqueued> enqueue(Connection tx, List<EncodedJob> jobs) {
    PostgresBackend.CAPABILITIES.requireAcceptable(jobs);
    return jobs.isEmpty()
        ? List.of()
        : within(
            tx,
            "enqueue of " + jobs.size() + " jobs",
            db -> {
              List<Enqueued> answers = enqueueing.enqueueWithin(db, jobs);
              announce(db);
              return answers;
            });
  }

  /** Sent by the engine when the caller's transaction commits; not by each, if there are many. */
  private void announce(Db db) throws SQLException {
    long now = System.nanoTime();
    long last = announced.get();
    if (now - last > GAP_NANOS && announced.compareAndSet(last, now)) {
      db.prepare("notify").text("").query().close();
    }
  }

  @Override
  public void complete(Connection tx, Settlement.Complete done) {
    List<Outcome> outcomes =
        within(
            tx,
            "settle of 1 claim",
            db ->
                PostgresSession.settleInvolved(
                    db, new SettleStatements(List.of(done)), enqueueing));
    if (outcomes.get(0) == Outcome.LOST) {
      throw new ClaimLostException(done.claim().job().id());
    }
  }

  private <T> T within(Connection connection, String verb, Store.Work<T> work) {
    try {
      if (connection.getAutoCommit()) {
        throw new BackendException(
            "postgres: "
                + verb
                + ": the connection commits every statement by itself, so that the job would not"
                + " depend on your rows. Call setAutoCommit(false) first.");
      }
      try (Db db = store.over(connection)) {
        return work.on(db);
      }
    } catch (SQLException e) {
      throw store.trouble(verb, e);
    }
  }
}
