package dev.duly.cli.bench;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.Worker;
import dev.duly.backend.Backend;
import dev.duly.bench.ConcurrentCallers;
import dev.duly.bench.Contender;
import dev.duly.bench.Workload;
import dev.duly.job.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Duly, as an application uses it. */
final class Ours implements Contender {
  static final JobType<Payload, Void> NOOP = JobType.raw("noop");
  private static final Duration DRAIN_MAX = Duration.ofMinutes(5);
  private static final int BULKS_AHEAD = 10;

  private final Backend backend;
  private final Duly duly;
  private final Workload workload;

  Ours(Backend backend, Workload workload) {
    this.backend = backend;
    this.duly = Duly.on(backend, Codec.RAW);
    this.workload = workload;
  }

  @Override
  public void enqueue(int jobs) {
    for (int done = 0; done < jobs; done += workload.bulk()) {
      duly.enqueueAll(bulk(workload.bulk()));
    }
  }

  /** New jobs, each by itself: the same object again would be the same job. */
  static List<NewJob<Payload, Void>> bulk(int jobs) {
    List<NewJob<Payload, Void>> bulk = new ArrayList<>(jobs);
    for (int i = 0; i < jobs; i++) {
      bulk.add(NewJob.of(NOOP, Workload.PAYLOAD));
    }
    return bulk;
  }

  @Override
  public void enqueueSingly(int jobs, int threads) throws Exception {
    ConcurrentCallers.each(
        threads,
        () -> {
          for (int i = 0; i < jobs / threads; i++) {
            duly.enqueue(NewJob.of(NOOP, Workload.PAYLOAD));
          }
        });
  }

  @Override
  public void drain(int jobs) throws Exception {
    Worker worker =
        duly.worker().queue("default", workload.slots()).handle(NOOP, (p, a) -> {}).start();
    worker.awaitIdle(DRAIN_MAX);
    worker.close();
    requireCompleted(jobs);
  }

  @Override
  public void sustain(int jobs) throws Exception {
    Semaphore room = new Semaphore(BULKS_AHEAD * workload.bulk());
    Worker worker =
        duly.worker()
            .queue("default", workload.slots())
            .handle(NOOP, (p, a) -> room.release())
            .start();
    for (int done = 0; done < jobs; done += workload.bulk()) {
      room.acquire(workload.bulk());
      enqueue(workload.bulk());
    }
    worker.awaitIdle(DRAIN_MAX);
    worker.close();
    requireCompleted(jobs);
  }

  private void requireCompleted(int jobs) {
    var queue = backend.rooms().inspector().orElseThrow().queues().get(0);
    if (queue.completed() != jobs || !queue.isDrained()) {
      throw new IllegalStateException(jobs + " jobs, and not all are completed: " + queue);
    }
  }

  @Override
  public void close() {
    duly.close();
  }
}
