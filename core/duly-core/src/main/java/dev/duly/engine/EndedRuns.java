package dev.duly.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where ended attempts wait for the turn thread: a lock-free stack that is taken whole. An attempt
 * that finds it empty wakes it, and only if the turn thread has announced that it sleeps; the turn
 * thread announces, then looks once more, then waits, and the wake-up is sticky. So no end is
 * missed and a busy turn thread is never woken.
 */
final class EndedRuns {
  private final AtomicReference<@Nullable Node> top = new AtomicReference<>();
  private final Runnable wake;
  private volatile boolean asleep;

  private record Node(EndedRun ended, @Nullable Node below) {}

  /**
   * @param wake wakes the turn thread, also one that has not begun to wait
   */
  EndedRuns(Runnable wake) {
    this.wake = wake;
  }

  void add(EndedRun ended) {
    @Nullable Node below;
    do {
      below = top.get();
    } while (!top.compareAndSet(below, new Node(ended, below)));
    if (below == null && asleep) {
      wake.run();
    }
  }

  boolean isEmpty() {
    return top.get() == null;
  }

  /** All that are there, the oldest first. Only the turn thread. */
  Deque<EndedRun> drain() {
    Deque<EndedRun> drained = new ArrayDeque<>();
    for (Node node = top.getAndSet(null); node != null; node = node.below()) {
      drained.addFirst(node.ended());
    }
    return drained;
  }

  /**
   * Announces that the turn thread is going to wait; false if there is something to do first. Only
   * the turn thread.
   */
  boolean fallAsleep() {
    asleep = true;
    if (top.get() != null) {
      asleep = false;
      return false;
    }
    return true;
  }

  void awake() {
    asleep = false;
  }
}
