package dev.duly.cli.demo;

import dev.duly.Duly;
import dev.duly.Worker;
import dev.duly.backend.Backend;
import dev.duly.backend.Inspector;
import dev.duly.backend.QueueRecord;
import dev.duly.jackson.JacksonCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The whole shop on one store: producers, workers, and what there is to see of them. */
final class DemoShop implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** A worker group as the view shows it. */
  record Group(String name, String queue, int slots) {}

  static final List<Group> GROUPS =
      List.of(
          new Group("mailer", "email", 4),
          new Group("imager", "images", 2),
          new Group("reporter", "reports", 1));

  private final DemoFolder folder;
  private final Duly jobs;
  private final Counters counters = new Counters();
  private final Producers producers;
  private final List<Worker> workers = new ArrayList<>();

  DemoShop(Backend backend, DemoFolder folder) {
    this.folder = folder;
    this.jobs = Duly.on(backend, JacksonCodec.standard()).types(Mails.RECEIPT);
    int ordersBefore = (int) inspector().queues().stream().mapToLong(DemoShop::total).sum();
    this.producers = new Producers(jobs, counters, ordersBefore);
  }

  void open() {
    workers.add(
        jobs.worker()
            .name("mailer")
            .queue("email", 4)
            .handle(Mails.RECEIPT, counters.counting("mailer", new Mails(folder)))
            .start());
    workers.add(
        jobs.worker()
            .name("imager")
            .queue("images", 2)
            .handle(Thumbnails.Thumbnail.class, counters.counting("imager", new Thumbnails(folder)))
            .start());
    workers.add(
        jobs.worker()
            .name("reporter")
            .queue("reports", 1)
            .handle(
                SalesReports.SalesReport.class,
                counters.counting("reporter", new SalesReports(folder)))
            .start());
    producers.start();
  }

  Inspector inspector() {
    return jobs.backend().rooms().inspector().orElseThrow();
  }

  Counters counters() {
    return counters;
  }

  DemoFolder folder() {
    return folder;
  }

  static long total(QueueRecord q) {
    return q.waiting() + q.running() + q.completed() + q.cancelled() + q.dead();
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
