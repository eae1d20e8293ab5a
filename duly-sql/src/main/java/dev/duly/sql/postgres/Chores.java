package dev.duly.sql.postgres;

import dev.duly.backend.BackendException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What has to be done now and then, by whichever process comes to it first: adds the tally up, so
 * that counting stays quick. Thread-safe.
 */
final class Chores implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Chores.class.getName());
  private static final long EVERY_MILLIS = 5_000;

  private final Store store;
  private final Thread thread = new Thread(this::run, "duly-postgres-chores");

  Chores(Store store) {
    this.store = store;
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(ThreadLocalRandom.current().nextLong(EVERY_MILLIS / 2, EVERY_MILLIS));
        addUp();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // close says so
    }
  }

  private void addUp() {
    try {
      store.call("adding up the tally", db -> db.prepare("tally_up").update());
    } catch (BackendException e) {
      LOG.log(System.Logger.Level.DEBUG, "postgres: the tally will be added up later", e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
