package dev.duly.cli.bench;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.Worker;
import dev.duly.backend.Backend;
import dev.duly.bench.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The same number of jobs drained while as many, and while a great many wait behind them, in turn.
 * A worker that stops gives back what it holds, so each round begins with such jobs, in either
 * store.
 */
final class Backlog {
  private static final int DRAINED = 10_000;
  private static final int DRAIN_SECONDS_MAX = 60;

  private final Engine engine;
  private final Workload workload;
  private final int many;
  private final int rounds;

  Backlog(Engine engine, Workload workload, int many, int rounds) {
    this.engine = engine;
    this.workload = workload;
    this.many = many;
    this.rounds = rounds;
  }

  /** {@code {"few":…,"many":…,"ratio":…}} in jobs/s, and the memory of a worker beside many. */
  Map<String, Object> run() throws Exception {
    List<Double> few = new ArrayList<>();
    List<Double> beside = new ArrayList<>();
    Map<String, Object> figures = new LinkedHashMap<>();
    try (Folder large = Folder.make()) {
      try (Folder small = Folder.make();
          Backend largest = engine.open(engine.store(large.path()));
          Backend smallest = engine.open(engine.store(small.path()))) {
        enqueue(largest, many);
        enqueue(smallest, DRAINED);
        for (int round = 0; round < rounds; round++) {
          enqueue(smallest, DRAINED);
          few.add(drain(smallest));
          beside.add(drain(largest));
        }
      }
      figures.put("waiting", many);
      figures.put("few", Math.round(Spread.of(few).median()));
      figures.put("many", Math.round(Spread.of(beside).median()));
      figures.put("ratio", Spread.hundredths(Spread.of(beside).median() / Spread.of(few).median()));
      memory(large, figures);
    }
    return figures;
  }

  private void enqueue(Backend backend, int jobs) {
    new Ours(backend, workload).enqueue(jobs); // and the backend stays open
  }

  private double drain(Backend backend) throws InterruptedException {
    CountDownLatch left = new CountDownLatch(DRAINED);
    Duly duly = Duly.on(backend, Codec.RAW); // stays open: closing it would close the backend
    long start = System.nanoTime();
    Worker worker =
        duly.worker()
            .queue("default", workload.slots())
            .handle(Ours.NOOP, (payload, attempt) -> left.countDown())
            .start();
    if (!left.await(DRAIN_SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new IllegalStateException(left.getCount() + " jobs are not drained");
    }
    double perSecond = DRAINED * 1e9 / (System.nanoTime() - start);
    worker.close();
    return perSecond;
  }

  /** The most that a worker process takes while it works off the many. */
  private void memory(Folder large, Map<String, Object> figures) throws Exception {
    try (WorkerProcess worker = WorkerProcess.start(engine, large, workload.slots())) {
      long most = 0;
      for (int i = 0; i < 8; i++) {
        Thread.sleep(500);
        most = Math.max(most, worker.memory().orElse(0));
      }
      if (most > 0) {
        figures.put("worker_rss_mb", most >> 20);
      }
    }
  }
}
