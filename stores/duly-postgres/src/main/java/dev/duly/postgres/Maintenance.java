package dev.duly.postgres;

import dev.duly.backend.BackendException;
import dev.duly.backend.support.PeriodicTask;
import java.sql.ResultSet;

/**
 * What has to be done now and then, by whichever process comes to it first: adds the tally up, so
 * that counting stays quick, and deletes what has been over for longer than the store keeps it, in
 * small pieces. Thread-safe.
 */
final class Maintenance implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Maintenance.class.getName());
  private static final PeriodicTask.Interval EVERY = PeriodicTask.Interval.ofMillis(5_000);

  private final Store store;
  private final PeriodicTask task = new PeriodicTask("duly-postgres-maintenance", EVERY, this::run);

  Maintenance(Store store) {
    this.store = store;
  }

  void start() {
    task.start();
  }

  private void run() {
    try {
      addUp();
    } catch (BackendException e) {
      LOG.log(System.Logger.Level.DEBUG, "postgres: the tally will be added up later", e);
    }
    prune();
  }

  private void addUp() {
    store.call("adding up the tally", db -> db.prepare("tally_up").update());
  }

  /** All there is to delete by now, unless it is closed in between. */
  void prune() {
    prune("prune_completed");
    prune("prune_cancelled");
  }

  private void prune(String statement) {
    long pruned;
    do {
      pruned =
          store.call(
              "deleting old jobs",
              db -> {
                try (ResultSet row = db.prepare(statement).number(db.now()).query()) {
                  row.next();
                  return row.getLong(1);
                }
              });
    } while (pruned > 0 && !task.isClosed());
  }

  @Override
  public void close() {
    task.close();
  }
}
