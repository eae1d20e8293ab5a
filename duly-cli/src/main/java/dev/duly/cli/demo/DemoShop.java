package dev.duly.cli.demo;

import dev.duly.Attempt;
import dev.duly.Duly;
import dev.duly.Handler;
import dev.duly.Worker;
import dev.duly.backend.Backend;
import dev.duly.backend.Inspector;
import dev.duly.backend.QueueRecord;
import dev.duly.jackson.JacksonCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** The whole shop on one store: producers and workers. */
final class DemoShop implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final DemoFolder folder;
  private final Duly jobs;
  private final LongAdder retried = new LongAdder();
  private final Producers producers;
  private final List<Worker> workers = new ArrayList<>();

  DemoShop(Backend backend, DemoFolder folder) {
    this.folder = folder;
    this.jobs = Duly.on(backend, JacksonCodec.standard()).types(Mails.RECEIPT);
    int ordersBefore = (int) inspector().queues().stream().mapToLong(QueueRecord::total).sum();
    this.producers = new Producers(jobs, ordersBefore);
  }

  void open() {
    workers.add(
        jobs.worker()
            .name("mailer")
            .queue("email", 4)
            .handle(Mails.RECEIPT, counting(new Mails(folder)))
            .start());
    workers.add(
        jobs.worker()
            .name("imager")
            .queue("images", 2)
            .handle(Thumbnails.Thumbnail.class, counting(new Thumbnails(folder)))
            .start());
    workers.add(
        jobs.worker()
            .name("reporter")
            .queue("reports", 1)
            .handle(SalesReports.SalesReport.class, counting(new SalesReports(folder)))
            .start());
    producers.start();
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
    workers.forEach(worker -> worker.stop(GRACE));
  }

  @Override
  public void close() {
    jobs.close();
  }
}
