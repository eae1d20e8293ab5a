package dev.duly.postgres;

import dev.duly.backend.BackendException;
import dev.duly.backend.support.Pause;
import java.sql.SQLException;

/**
 * Tells other processes that jobs have come, from a thread of its own and at most every 5 ms: a
 * notification in each commit would make commits wait for one another. What goes untold is found by
 * the next poll. Thread-safe.
 */
final class Notifier implements AutoCloseable {
  static final String CHANNEL = "duly";

  /**
   * What comes before the sender if a running job is to stop; an older version takes it for news of
   * jobs.
   */
  static final String STOP = "stop ";

  private static final System.Logger LOG = System.getLogger(Notifier.class.getName());
  private static final long GAP_MILLIS = 5;

  private final Store store;
  private final String sender;
  private final Thread thread = new Thread(this::run, "duly-postgres-notifier");
  private final Pause gap = new Pause();
  // Guarded by this.
  private boolean wanted;
  private boolean closed;

  /**
   * Begins when something is first announced.
   *
   * @param sender names this process, which need not be told
   */
  Notifier(Store store, String sender) {
    this.store = store;
    this.sender = sender;
    thread.setDaemon(true);
  }

  /** There may be something to claim; returns at once. */
  synchronized void announce() {
    if (thread.getState() == Thread.State.NEW && !closed) {
      thread.start();
    }
    if (!wanted) {
      wanted = true;
      notifyAll();
    }
  }

  private void run() {
    while (await()) {
      tell();
      gap.sleep(GAP_MILLIS);
    }
  }

  /** Until something is to be told; false: it was closed. */
  private synchronized boolean await() {
    while (!wanted && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        // of no meaning here
      }
    }
    wanted = false;
    return !closed;
  }

  private void tell() {
    try {
      store.call("notify", this::tell);
    } catch (BackendException e) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "postgres: NOTIFY failed; other processes will find the jobs by polling",
          e);
    }
  }

  private boolean tell(Db db) throws SQLException {
    db.prepare("notify").text(sender).query().close();
    return true;
  }

  @Override
  public synchronized void close() {
    closed = true;
    gap.end();
    notifyAll();
  }
}
