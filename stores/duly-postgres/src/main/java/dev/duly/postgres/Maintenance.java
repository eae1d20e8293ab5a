package dev.duly.postgres;

import dev.duly.backend.BackendException;
import dev.duly.backend.support.Pause;
import java.sql.ResultSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What has to be done now and then, by whichever process comes to it first: adds the tally up, so
 * that counting stays quick, and deletes what has been over for longer than the store keeps it, in
 * small pieces. Thread-safe.
 */
final class Maintenance implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Maintenance.class.getName());
  private static final long EVERY_MILLIS = 5_000;

  private final Store store;
  private final Pause pause = new Pause();
  private final Thread thread = new Thread(this::run, "duly-postgres-chores");

  Maintenance(Store store) {
    this.store = store;
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (pause.sleep(ThreadLocalRandom.current().nextLong(EVERY_MILLIS / 2, EVERY_MILLIS))) {
      attempt(this::addUp);
      attempt(this::prune);
    }
  }

  /** What fails is done the next time. */
  private static void attempt(Runnable chore) {
    try {
      chore.run();
    } catch (BackendException e) {
      LOG.log(System.Logger.Level.DEBUG, "postgres: a chore will be done later", e);
    }
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
    } while (pruned > 0 && !pause.isOver());
  }

  @Override
  public void close() {
    pause.end();
  }
}
