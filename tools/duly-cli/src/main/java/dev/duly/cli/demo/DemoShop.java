package dev.duly.cli.demo;

import dev.duly.Attempt;
import dev.duly.Duly;
import dev.duly.Handler;
import dev.duly.NewJob;
import dev.duly.Schedule;
import dev.duly.backend.Backend;
import dev.duly.backend.room.Inspector;
import dev.duly.jackson.JacksonCodec;
import dev.duly.schedule.Overlap;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.LongAdder;

/** The whole shop in one process: producers and workers on one store. */
final class DemoShop implements AutoCloseable {
  private final DemoFolder folder;
  private final Duly jobs;
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
    this.producers = new Producers(jobs, id -> {});
    jobs.schedules(nightlyReport());
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
    };
  }

  Backend backend() {
    return jobs.backend();
  }

  Inspector inspector() {
    return jobs.backend().rooms().inspector().orElseThrow();
  }

  /** How many attempts of this run were not a job's first. */
  long retried() {
    return retried.sum();
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
