package dev.duly.cli.demo;

import dev.duly.Handler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What this run of the demo has seen. Thread-safe. */
final class Counters {
  private final Map<String, LongAdder> enqueued = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> busy = new ConcurrentHashMap<>();
  private final LongAdder retried = new LongAdder();

  void enqueued(String producer, long jobs) {
    enqueued.computeIfAbsent(producer, p -> new LongAdder()).add(jobs);
  }

  long enqueued(String producer) {
    return enqueued.computeIfAbsent(producer, p -> new LongAdder()).sum();
  }

  /** How many slots of a group are in a handler. */
  int busy(String group) {
    return busy.computeIfAbsent(group, g -> new AtomicInteger()).get();
  }

  long retried() {
    return retried.sum();
  }

  <P> Handler<P> counting(String group, Handler<P> handler) {
    AtomicInteger slots = busy.computeIfAbsent(group, g -> new AtomicInteger());
    return (payload, attempt) -> {
      slots.incrementAndGet();
      if (attempt.number() > 1) {
        retried.increment();
      }
      try {
        handler.handle(payload, attempt);
      } finally {
        slots.decrementAndGet();
      }
    };
  }
}
