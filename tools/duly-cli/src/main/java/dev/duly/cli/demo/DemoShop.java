package dev.duly.cli.demo;

import dev.duly.Attempt;
import dev.duly.Duly;
import dev.duly.Handler;
import dev.duly.NewJob;
import dev.duly.Schedule;
import dev.duly.backend.Backend;
import dev.duly.backend.room.Gauge;
import dev.duly.backend.room.Gauges;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.QueueRecord;
import dev.duly.jackson.JacksonCodec;
import dev.duly.schedule.Overlap;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** The whole shop in one process: producers and workers on one store. */
final class DemoShop implements AutoCloseable {
  private final DemoFolder folder;
  private final Duly jobs;
  private final LongAdder enqueued = new LongAdder();
  private final LongAdder completed = new LongAdder();
  private final LongAdder retried = new LongAdder();
  private final Producers producers;
  private final ShopWorkers workers;

  /** Opens it. */
  DemoShop(Backend backend, DemoFolder folder) {
    this.folder = folder;
    this.jobs = duly(backend);
    this.workers =
        new ShopWorkers(
            jobs,
            folder,
            "",
            new ShopWorkers.Around() {
              @Override
              public <P> Handler<P> put(Handler<P> handler) {
                return counting(handler);
              }
            });
    this.producers = new Producers(jobs, id -> enqueued.increment());
    if (jobs.backend().rooms().schedules().isPresent()) {
      jobs.schedules(nightlyReport());
    }
    producers.start();
  }

  /** A night of the demo takes a minute. */
  private static Schedule nightlyReport() {
    return Schedule.cron("nightly-report", "* * * * *", ZoneOffset.UTC)
        .job(
            NewJob.of(new SalesReports.SalesReport("the night"))
                .queue("reports")
                .producer("schedule"))
        .overlap(Overlap.SKIP);
  }

  /** The shop's jobs on this backend. */
  static Duly duly(Backend backend) {
    return Duly.builder()
        .backend(backend)
        .codec(JacksonCodec.standard())
        .types(Mails.RECEIPT)
        .build();
  }

  private <P> Handler<P> counting(Handler<P> handler) {
    return (P payload, Attempt attempt) -> {
      if (attempt.number() > 1) {
        retried.increment();
      }
      handler.handle(payload, attempt);
      completed.increment();
    };
  }

  Backend backend() {
    return jobs.backend();
  }

  /** How it went: as the store says, or as far as this run and the broker's gauges know. */
  Demo.Counts counts() {
    Optional<Inspector> inspector = jobs.backend().rooms().inspector();
    if (inspector.isPresent()) {
      List<QueueRecord> queues = inspector.get().queues();
      return new Demo.Counts(
          queues.stream().mapToLong(QueueRecord::total).sum(),
          queues.stream().mapToLong(QueueRecord::completed).sum(),
          retried.sum(),
          queues.stream().mapToLong(QueueRecord::dead).sum(),
          queues.stream().mapToLong(QueueRecord::waiting).sum(),
          queues.stream().mapToLong(QueueRecord::running).sum());
    }
    List<Gauge> gauges = jobs.backend().rooms().gauges().map(Gauges::queues).orElse(List.of());
    return new Demo.Counts(
        enqueued.sum(),
        completed.sum(),
        retried.sum(),
        gauges.stream().mapToLong(gauge -> gauge.dead().orElse(0)).sum(),
        gauges.stream().mapToLong(gauge -> gauge.waiting().orElse(0)).sum(),
        gauges.stream().mapToLong(gauge -> gauge.running().orElse(0)).sum());
  }

  DemoFolder folder() {
    return folder;
  }

  /** Producers first, then workers: what runs may finish, what waits is kept. */
  void stop() throws InterruptedException {
    producers.stop();
    workers.stop();
  }

  @Override
  public void close() {
    jobs.close();
  }
}
