package dev.duly.cli.bench;

import dev.duly.backend.Backend;
import dev.duly.backend.room.Operator;
import dev.duly.backend.room.QueueRecord;
import dev.duly.bench.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The same jobs drained by one worker process, and by two, in turn. */
final class Processes {
  private static final String WHO = "bench";
  private static final long DRAIN_SECONDS_MAX = 300;

  private final Engine engine;
  private final Workload workload;
  private final int rounds;

  Processes(Engine engine, Workload workload, int rounds) {
    this.engine = engine;
    this.workload = workload;
    this.rounds = rounds;
  }

  /** {@code {"one":…,"two":…,"ratio":…}} in jobs/s. */
  Map<String, Object> run() throws Exception {
    List<Double> one = new ArrayList<>();
    List<Double> two = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      one.add(drain(1));
      two.add(drain(2));
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("one", Math.round(Spread.of(one).median()));
    figures.put("two", Math.round(Spread.of(two).median()));
    figures.put("ratio", Spread.hundredths(Spread.of(two).median() / Spread.of(one).median()));
    return figures;
  }

  /** The workers run and are warm; the queue is paused until the jobs are there. */
  private double drain(int processes) throws Exception {
    List<WorkerProcess> workers = new ArrayList<>();
    try (Folder folder = Folder.make();
        Backend backend = engine.open(engine.store(folder.path()))) {
      Ours ours = new Ours(backend, workload);
      for (int i = 0; i < processes; i++) {
        workers.add(WorkerProcess.start(engine, folder, workload.slots()));
      }
      ours.enqueue(workload.jobs());
      await(backend, workload.jobs());
      Operator operator = backend.rooms().operator().orElseThrow();
      operator.pause("default", WHO);
      ours.enqueue(workload.jobs());
      long start = System.nanoTime();
      operator.resume("default", WHO);
      await(backend, 2 * workload.jobs());
      return workload.jobs() * 1e9 / (System.nanoTime() - start);
    } finally {
      workers.forEach(WorkerProcess::close);
    }
  }

  private static void await(Backend backend, int completed) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS_MAX);
    while (completed(backend) < completed) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the worker processes do not come to an end");
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static long completed(Backend backend) {
    return backend.rooms().inspector().orElseThrow().queues().stream()
        .mapToLong(QueueRecord::completed)
        .sum();
  }
}
