package dev.duly.cli.demo;

import dev.duly.Duly;
import dev.duly.JobHandle;
import dev.duly.NewJob;
import dev.duly.backend.BackendException;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.QueueRecord;
import dev.duly.job.JobId;
import dev.duly.job.Priority;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The shop's web site, where customers order, and its back office, which works in batches. */
final class Producers {
  private static final System.Logger LOG = System.getLogger(Producers.class.getName());

  private static final String WEB = "web";
  private static final String BACK_OFFICE = "back-office";
  private static final int EDITS = 4;

  private final Duly jobs;
  private final Consumer<JobId> stored;
  private final SplittableRandom random = new SplittableRandom();
  private final AtomicInteger orders;
  private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(2);

  /**
   * Of this shop; its orders go on where they were, if a store tells.
   *
   * @param stored is told every job that was acknowledged
   */
  Producers(Duly jobs, Consumer<JobId> stored) {
    this.jobs = jobs;
    this.stored = stored;
    List<QueueRecord> queues =
        jobs.backend().rooms().inspector().map(Inspector::queues).orElse(List.of());
    this.orders = new AtomicInteger((int) queues.stream().mapToLong(QueueRecord::total).sum());
  }

  void start() {
    every(Duration.ofMillis(120), this::customerOrders);
    every(Duration.ofMillis(2_500), this::backOffice);
  }

  private void customerOrders() {
    int order = orders.incrementAndGet();
    Mails.Receipt receipt =
        new Mails.Receipt("customer-" + order + "@mail.example", order, order % 12 == 0 ? 2 : 1);
    Priority priority = order % 5 == 0 ? Priority.HIGH : Priority.NORMAL;
    enqueue(NewJob.of(Mails.RECEIPT, receipt).priority(priority).producer(WEB));
    if (order % 4 == 0) {
      enqueue(NewJob.of(thumbnail()).queue("images").producer(WEB));
    }
  }

  private void enqueue(NewJob<?, ?> job) {
    stored.accept(jobs.enqueue(job).id());
  }

  private void backOffice() {
    List<NewJob<?, ?>> bulk = new ArrayList<>();
    bulk.add(
        NewJob.of(new SalesReports.SalesReport(YearMonth.now(ZoneOffset.UTC).toString()))
            .queue("reports")
            .producer(BACK_OFFICE));
    for (int i = 0; i < 3; i++) {
      bulk.add(NewJob.of(thumbnail()).queue("images").priority(Priority.LOW).producer(BACK_OFFICE));
    }
    jobs.enqueueAll(bulk).forEach(answer -> stored.accept(answer.id()));
    editProduct();
  }

  /** A person saves a product again and again; its search is written once. */
  private void editProduct() {
    String product = SampleData.PRODUCT + orders.get() % SampleData.PRODUCTS;
    for (int edit = 1; edit <= EDITS; edit++) {
      JobHandle<?> job = SearchIndex.changed(jobs, product, edit, BACK_OFFICE);
      if (job.isNew()) {
        stored.accept(job.id());
      }
    }
  }

  private synchronized Thumbnails.Thumbnail thumbnail() {
    return new Thumbnails.Thumbnail("photo-" + random.nextInt(SampleData.IMAGES) + ".jpg");
  }

  /** A producer that fails once must not fall silent: a timer stops at the first exception. */
  private void every(Duration period, Runnable produce) {
    var unused =
        timers.scheduleAtFixedRate(
            () -> {
              try {
                produce.run();
              } catch (BackendException e) {
                LOG.log(
                    System.Logger.Level.WARNING,
                    "a producer could not enqueue: {0}",
                    e.getMessage());
              }
            },
            0,
            period.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  void stop() throws InterruptedException {
    timers.shutdown();
    timers.awaitTermination(5, TimeUnit.SECONDS);
  }
}
