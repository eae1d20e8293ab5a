package dev.duly.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where ended attempts wait for the turn thread: a lock-free stack that is taken whole. Whoever
 * finds it empty rings, and only if the turn thread has announced that it sleeps; the turn thread
 * announces, then looks once more, then waits, and the bell is sticky. So no end is missed and a
 * busy turn thread is never rung for.
 */
final class Ends {
  private final AtomicReference<@Nullable Node> top = new AtomicReference<>();
  private final Runnable bell;
  private volatile boolean asleep;

  private record Node(Ended ended, @Nullable Node below) {}

  /**
   * @param bell wakes the turn thread, also one that has not begun to wait
   */
  Ends(Runnable bell) {
    this.bell = bell;
  }

  void add(Ended ended) {
    @Nullable Node below;
    do {
      below = top.get();
    } while (!top.compareAndSet(below, new Node(ended, below)));
    if (below == null && asleep) {
      bell.run();
    }
  }

  boolean isEmpty() {
    return top.get() == null;
  }

  /** All that are there, the oldest first. Only the turn thread. */
  Deque<Ended> drain() {
    Deque<Ended> drained = new ArrayDeque<>();
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
