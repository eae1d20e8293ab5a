package dev.duly.sql.postgres;

import dev.duly.backend.BackendException;
import dev.duly.backend.Retention;
import dev.duly.backend.common.Pause;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What has to be done now and then, by whichever process comes to it first: adds the tally up, so
 * that counting stays quick, and forgets what is over for long enough, in small pieces.
 * Thread-safe.
 */
final class Chores implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Chores.class.getName());
  private static final long EVERY_MILLIS = 5_000;

  private final Store store;
  private final Retention retention;
  private final Pause pause = new Pause();
  private final Thread thread = new Thread(this::run, "duly-postgres-chores");

  Chores(Store store, Retention retention) {
    this.store = store;
    this.retention = retention;
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

  /** All there is to forget by now, unless it is closed in between. */
  void prune() {
    retention.completed().ifPresent(kept -> prune("prune_completed", kept));
    retention.cancelled().ifPresent(kept -> prune("prune_cancelled", kept));
  }

  private void prune(String statement, Duration kept) {
    long pruned;
    do {
      pruned =
          store.call(
              "forgetting old jobs",
              db -> {
                Values prune = db.prepare(statement).number(db.now()).number(kept.toMillis());
                try (ResultSet row = prune.query()) {
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
