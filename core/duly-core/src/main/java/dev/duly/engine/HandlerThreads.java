package dev.duly.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * So many attempts at once: threads that take from one queue, made when they are needed and gone
 * when they have been idle for a while. Thread-safe.
 *
 * <p>One is woken at a time, and wakes the next if there is more to do: waking all that could work
 * costs more than the work when jobs are short, and mixes up their order, which the store would
 * rather settle in ranges.
 */
final class HandlerThreads {
  private static final System.Logger LOG = System.getLogger(HandlerThreads.class.getName());
  private static final long IDLE_NANOS_MAX = 30_000_000_000L;

  private final ThreadFactory factory;
  private final Consumer<RunningClaim> runner;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();

  private final AtomicInteger max; // changed under lock

  // Guarded by lock.
  private final ArrayDeque<RunningClaim> queue = new ArrayDeque<>();
  private int threads;
  private int idle;
  private boolean waking;
  private boolean closed;

  HandlerThreads(int max, ThreadFactory factory, Consumer<RunningClaim> runner) {
    this.max = new AtomicInteger(max);
    this.factory = factory;
    this.runner = runner;
  }

  /** How many there are now: one more than was asked for in place of each that is stuck. */
  int max() {
    return max.get();
  }

  void start(List<RunningClaim> attempts) {
    lock.lock();
    try {
      queue.addAll(attempts);
      wakeOne();
    } finally {
      lock.unlock();
    }
  }

  /** One more thread, if there is work for it and none is on its way. */
  private void wakeOne() {
    if (waking || queue.isEmpty()) {
      return;
    }
    if (idle > 0) {
      waking = true;
      work.signal();
    } else if (threads < max.get() && !closed) {
      startThread();
    }
  }

  /** When the machine gives no more threads, those that are there do the work. */
  private void startThread() {
    try {
      factory.newThread(this::loop).start();
      threads++;
      waking = true;
    } catch (OutOfMemoryError e) {
      if (threads == 0) {
        throw e;
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} of {1} slots have a thread: {2}",
          threads,
          max.get(),
          e);
    }
  }

  private void loop() {
    arrived();
    for (@Nullable RunningClaim next = next(); next != null; next = next()) {
      runner.accept(next);
    }
  }

  private void arrived() {
    lock.lock();
    try {
      waking = false;
    } finally {
      lock.unlock();
    }
  }

  /** What to run next; null if this thread is no longer needed. */
  private @Nullable RunningClaim next() {
    lock.lock();
    try {
      long left = IDLE_NANOS_MAX;
      while (queue.isEmpty() && !closed && left > 0) {
        idle++;
        try {
          left = work.awaitNanos(left);
        } catch (InterruptedException e) {
          // A leftover of a handler's own making, of no meaning here.
        } finally {
          idle--;
          waking = false;
        }
      }
      if (queue.isEmpty() || threads > max.get()) {
        threads--;
        return null;
      }
      RunningClaim next = queue.removeFirst();
      wakeOne();
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** One slot more, in place of one that is stuck; or one less, when that has come free. */
  void change(int by) {
    lock.lock();
    try {
      max.addAndGet(by);
      wakeOne();
    } finally {
      lock.unlock();
    }
  }

  /** Takes back what waits for a slot. */
  List<RunningClaim> takeBack() {
    lock.lock();
    try {
      List<RunningClaim> waiting = new ArrayList<>(queue);
      queue.clear();
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /** Its threads end when nothing waits any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
