package dev.duly.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same work on several threads at once. */
public final class ConcurrentCallers {
  /** Some work that may fail. */
  public interface Work {
    void run() throws Exception;
  }

  private ConcurrentCallers() {}

  /** Returns when all are done; throws what one of them threw. */
  public static void each(int threads, Work work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (Work one : Collections.nCopies(threads, work)) {
        running.add(
            pool.submit(
                () -> {
                  one.run();
                  return null;
                }));
      }
      for (Future<Void> one : running) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
