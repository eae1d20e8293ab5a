package dev.duly.cli.bench;

import dev.duly.Codec;
import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.Worker;
import dev.duly.backend.Backend;
import dev.duly.backend.room.Gauge;
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
    Semaphore ran = new Semaphore(0);
    Worker worker =
        duly.worker()
            .queue("default", workload.slots())
            .handle(NOOP, (p, a) -> ran.release())
            .start();
    worker.awaitIdle(DRAIN_MAX);
    worker.close();
    requireCompleted(jobs, ran.availablePermits());
  }

  @Override
  public void sustain(int jobs) throws Exception {
    int ahead = BULKS_AHEAD * workload.bulk();
    Semaphore room = new Semaphore(ahead);
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
    requireCompleted(jobs, jobs + room.availablePermits() - ahead);
  }

  /** A store says how many are completed; of a broker it is known how many ran. */
  private void requireCompleted(int jobs, int ran) {
    Gauge queue = backend.rooms().gauges().orElseThrow().queues().get(0);
    long completed =
        backend
            .rooms()
            .inspector()
            .map(room -> room.queues().get(0).completed())
            .orElse((long) ran);
    if (completed != jobs || !queue.isDrained()) {
      throw new IllegalStateException(
          jobs + " jobs, and not all are completed: " + completed + ", " + queue);
    }
  }

  @Override
  public void close() {
    duly.close();
  }
}
