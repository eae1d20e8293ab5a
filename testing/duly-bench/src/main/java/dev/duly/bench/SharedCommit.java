package dev.duly.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The least that lets callers share a commit: one thread that takes the calls that wait, after
 * gathering for up to 50 µs until the group is as big as the last one.
 */
public final class SharedCommit implements AutoCloseable {
  private static final long GATHER_NANOS = 50_000;

  /** Stores so many jobs in one commit. */
  public interface Commit {
    void of(int jobs) throws Exception;
  }

  private final Commit commit;
  private final LinkedBlockingQueue<CompletableFuture<Void>> waiting = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::run, "bare-writer");
  private volatile boolean closed;

  public SharedCommit(Commit commit) {
    this.commit = commit;
    thread.start();
  }

  /** Returns when it is stored. */
  public void one() throws Exception {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    waiting.add(stored);
    stored.get();
  }

  private void run() {
    List<CompletableFuture<Void>> group = new ArrayList<>();
    int last = 1;
    try {
      while (!closed) {
        CompletableFuture<Void> first = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        group.add(first);
        long end = System.nanoTime() + GATHER_NANOS;
        do {
          waiting.drainTo(group);
        } while (group.size() < last && System.nanoTime() < end);
        last = group.size();
        commit.of(last);
        group.forEach(stored -> stored.complete(null));
        group.clear();
      }
    } catch (Exception e) {
      group.forEach(stored -> stored.completeExceptionally(e));
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
