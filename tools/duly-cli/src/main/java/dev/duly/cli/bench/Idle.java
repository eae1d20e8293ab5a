package dev.duly.cli.bench;

import dev.duly.bench.Workload;
import java.time.Duration;

/** What a worker costs that has nothing to do, its watcher included. */
final class Idle {
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private final Engine engine;
  private final Workload workload;
  private final Duration watched;

  Idle(Engine engine, Workload workload, Duration watched) {
    this.engine = engine;
    this.workload = workload;
    this.watched = watched;
  }

  /** Percent of one core. */
  double run() throws Exception {
    try (Folder folder = Folder.make();
        WorkerProcess worker = WorkerProcess.start(engine, folder, workload.slots())) {
      Thread.sleep(SETTLED.toMillis());
      Duration before = worker.cpu();
      long start = System.nanoTime();
      Thread.sleep(watched.toMillis());
      double used = worker.cpu().minus(before).toNanos();
      return Spread.hundredths(100 * used / (System.nanoTime() - start));
    }
  }
}
