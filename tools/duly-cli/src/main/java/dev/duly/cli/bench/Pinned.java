package dev.duly.cli.bench;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.Worker;
import dev.duly.bench.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Jobs that come and are done all the time, while a transaction that was left open keeps the engine
 * from removing what is dead: how fast in the first span of time, and in the last.
 */
final class Pinned {
  private static final int SPANS = 5;
  private static final int BULKS_AHEAD = 5;

  private final Engine engine;
  private final Workload workload;
  private final Duration span;

  Pinned(Engine engine, Workload workload, Duration span) {
    this.engine = engine;
    this.workload = workload;
    this.span = span;
  }

  /**
   * Nothing where no transaction can be forgotten; else {@code
   * {"first":…,"last":…,"ratio":…,"span_seconds":…,"spans":[…]}} in jobs/s.
   */
  Map<String, Object> run() throws Exception {
    List<Long> perSecond;
    try (Folder folder = Folder.make();
        Duly duly = Duly.on(engine.open(engine.store(folder.path())), Codec.RAW)) {
      Optional<AutoCloseable> pin = engine.pin(engine.store(folder.path()));
      if (pin.isEmpty()) {
        return Map.of();
      }
      try {
        perSecond = work(duly);
      } finally {
        pin.get().close();
      }
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    long first = perSecond.get(0);
    long last = perSecond.get(SPANS - 1);
    figures.put("first", first);
    figures.put("last", last);
    figures.put("ratio", Spread.hundredths((double) last / first));
    figures.put("span_seconds", span.toSeconds());
    figures.put("spans", perSecond);
    return figures;
  }

  /** Jobs per second of each span. */
  private List<Long> work(Duly duly) throws InterruptedException {
    AtomicLong done = new AtomicLong();
    Semaphore room = new Semaphore(BULKS_AHEAD * workload.bulk());
    Worker worker =
        duly.worker()
            .queue("default", workload.slots())
            .handle(
                Ours.NOOP,
                (payload, attempt) -> {
                  done.incrementAndGet();
                  room.release();
                })
            .start();
    List<Long> perSecond = new ArrayList<>();
    for (int i = 0; i < SPANS; i++) {
      long before = done.get();
      long start = System.nanoTime();
      enqueueFor(duly, room, start + span.toNanos());
      perSecond.add(Math.round((done.get() - before) * 1e9 / (System.nanoTime() - start)));
    }
    worker.close();
    return perSecond;
  }

  private void enqueueFor(Duly duly, Semaphore room, long until) throws InterruptedException {
    while (System.nanoTime() < until) {
      room.acquire(workload.bulk());
      duly.enqueueAll(Ours.bulk(workload.bulk()));
    }
  }
}
