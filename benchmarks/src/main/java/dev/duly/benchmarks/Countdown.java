package dev.duly.benchmarks;

import java.util.concurrent.atomic.AtomicInteger;

/** Waits until so many jobs have run. Thread-safe. */
final class Countdown {
  private static final long MINUTES_MAX = 3;

  private final AtomicInteger left = new AtomicInteger();

  void expect(int jobs) {
    left.addAndGet(jobs);
  }

  void one() {
    left.decrementAndGet();
  }

  /** Until all have. */
  void await() throws InterruptedException {
    long end = System.nanoTime() + MINUTES_MAX * 60_000_000_000L;
    while (left.get() > 0) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(left + " jobs did not run in " + MINUTES_MAX + " minutes");
      }
      Thread.sleep(1);
    }
  }
}
