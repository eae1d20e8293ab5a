package dev.duly.cli.bench;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.Worker;
import dev.duly.bench.Workload;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * From the moment a job should have been enqueued to the start of its handler, at 100 jobs a
 * second: the enqueue's commit included.
 */
final class PickUp {
  private static final int PER_SECOND = 100;

  private final Engine engine;
  private final Workload workload;
  private final int jobs;

  PickUp(Engine engine, Workload workload, int jobs) {
    this.engine = engine;
    this.workload = workload;
    this.jobs = jobs;
  }

  /** {@code {"p50":…,"p99":…,"across_p50":…,"across_p99":…}} in milliseconds. */
  Map<String, Object> run() throws Exception {
    Map<String, Object> figures = new LinkedHashMap<>();
    Latencies within = within();
    figures.put("p50", within.p50());
    figures.put("p99", within.p99());
    Latencies across = across();
    figures.put("across_p50", across.p50());
    figures.put("across_p99", across.p99());
    return figures;
  }

  /** Producer and worker in one process. */
  private Latencies within() throws Exception {
    Latencies latencies = new Latencies();
    try (Folder folder = Folder.make();
        Duly duly = Duly.on(engine.open(engine.store(folder.path())), Codec.RAW)) {
      Worker worker =
          duly.worker()
              .queue("default", workload.slots())
              .handle(
                  StampedJobs.TYPE, (payload, attempt) -> latencies.add(StampedJobs.age(payload)))
              .start();
      StampedJobs.enqueue(duly, jobs / 10 + PER_SECOND, PER_SECOND);
      worker.awaitIdle(Duration.ofSeconds(30));
      latencies.clear(); // that was the warm-up
      StampedJobs.enqueue(duly, jobs, PER_SECOND);
      worker.awaitIdle(Duration.ofSeconds(30));
      worker.close();
    }
    return latencies;
  }

  /** The worker in a process of its own. */
  private Latencies across() throws Exception {
    try (Folder folder = Folder.make();
        Duly duly = Duly.on(engine.open(engine.store(folder.path())), Codec.RAW);
        WorkerProcess worker = WorkerProcess.start(engine, folder, workload.slots())) {
      StampedJobs.enqueue(duly, jobs / 10 + PER_SECOND, PER_SECOND);
      worker.forget();
      StampedJobs.enqueue(duly, jobs, PER_SECOND);
      return worker.finish();
    }
  }
}
