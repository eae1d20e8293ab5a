package dev.duly.postgres;

import dev.duly.backend.BackendException;
import dev.duly.backend.support.Pause;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells other processes that jobs have come, and that awaited ones are over, from a thread of its
 * own and at most every 5 ms: a notification in each commit would make commits wait for one
 * another. What goes untold is found by the next poll. Thread-safe.
 */
final class Notifier implements AutoCloseable {
  static final String CHANNEL = "duly";

  /**
   * What comes before the sender if a running job is to stop; an older version takes it for news of
   * jobs.
   */
  static final String STOP = "stop ";

  /** The same if an awaited job is over. */
  static final String END = "end ";

  private static final System.Logger LOG = System.getLogger(Notifier.class.getName());
  private static final long GAP_MILLIS = 5;

  private final Store store;
  private final String sender;
  private final Thread thread = new Thread(this::run, "duly-postgres-notifier");
  private final Pause gap = new Pause();
  // Guarded by this.
  private final Set<String> words = new LinkedHashSet<>();
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
  void announce() {
    announce(sender);
  }

  /** An awaited job is over; returns at once. */
  void announceEnd() {
    announce(END + sender);
  }

  private synchronized void announce(String word) {
    if (thread.getState() == Thread.State.NEW && !closed) {
      thread.start();
    }
    if (words.add(word)) {
      notifyAll();
    }
  }

  private void run() {
    List<String> news = await();
    while (!news.isEmpty()) {
      tell(news);
      gap.sleep(GAP_MILLIS);
      news = await();
    }
  }

  /** Until something is to be told; nothing: it was closed. */
  private synchronized List<String> await() {
    while (words.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        // of no meaning here
      }
    }
    List<String> news = closed ? List.of() : List.copyOf(words);
    words.clear();
    return news;
  }

  private void tell(List<String> news) {
    try {
      store.call("notify", db -> tell(db, news));
    } catch (BackendException e) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "postgres: NOTIFY failed; other processes will find the jobs by polling",
          e);
    }
  }

  private static boolean tell(Db db, List<String> news) throws SQLException {
    for (String word : news) {
      db.prepare("notify").text(word).query().close();
    }
    return true;
  }

  @Override
  public synchronized void close() {
    closed = true;
    gap.end();
    notifyAll();
  }
}
