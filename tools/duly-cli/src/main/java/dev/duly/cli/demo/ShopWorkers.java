package dev.duly.cli.demo;

import dev.duly.Duly;
import dev.duly.Handler;
import dev.duly.Worker;
import dev.duly.WorkerBuilder;
import dev.duly.backend.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The shop's four worker groups: mails, thumbnails, reports and its search, eight slots in all. */
final class ShopWorkers {
  /** Short, so that the jobs of a killed process are soon seen to go on. */
  private static final Duration LEASE = Duration.ofSeconds(3);

  private static final Duration GRACE = Duration.ofSeconds(15);

  private final List<Worker> workers = new ArrayList<>();

  /** What is put around every handler. */
  interface Around {
    <P> Handler<P> put(Handler<P> handler);
  }

  /**
   * Starts them.
   *
   * @param suffix of their names, such as {@code -2}
   */
  ShopWorkers(Duly jobs, DemoFolder folder, String suffix, Around around) {
    WorkerBuilder mailer = worker(jobs, "mailer" + suffix).queue("email", 4);
    WorkerBuilder imager = worker(jobs, "imager" + suffix).queue("images", 2);
    WorkerBuilder reporter = worker(jobs, "reporter" + suffix).queue("reports", 1);
    WorkerBuilder indexer = worker(jobs, "indexer" + suffix).queue(SearchIndex.QUEUE, 1);
    workers.add(mailer.handle(Mails.RECEIPT, around.put(new Mails(folder))).start());
    workers.add(
        imager.handle(Thumbnails.Thumbnail.class, around.put(new Thumbnails(folder))).start());
    workers.add(
        reporter
            .handle(SalesReports.SalesReport.class, around.put(new SalesReports(folder)))
            .start());
    workers.add(
        indexer.handle(SearchIndex.Reindex.class, around.put(new SearchIndex(folder))).start());
  }

  /** In a broker a claim lasts as long as the connection. */
  private static WorkerBuilder worker(Duly jobs, String name) {
    WorkerBuilder worker = jobs.worker().name(name);
    return jobs.backend().capabilities().lease() instanceof Lease.Timed
        ? worker.lease(LEASE)
        : worker;
  }

  /** What runs may finish; what waits is kept. */
  void stop() {
    workers.forEach(worker -> worker.stop(GRACE));
  }
}
