package dev.duly.examples;

import dev.duly.Duly;
import dev.duly.JobHandle;
import dev.duly.JobType;
import dev.duly.NewJob;
import dev.duly.ResultHandler;
import dev.duly.backend.room.Acted;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.JobRecord;
import dev.duly.query.Field;
import dev.duly.query.JobFilter;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;

/** What a web application does with its customers' jobs: start, list, show, cancel. */
public final class MyJobs {
  public static final JobType<Export, ExportedFile> EXPORT =
      JobType.of("export", Export.class).returning(ExportedFile.class);

  private final Duly duly;

  /** The orders of a year, as a file. */
  public record Export(String customer, int year) {}

  /** How far it is. */
  public record Written(int orders, int of) {}

  /** Where it lies. */
  public record ExportedFile(String path) {}

  public MyJobs(Duly duly) {
    this.duly = duly;
  }

  /** Answers at once; the id is what the page asks with from then on. */
  public String start(String customer, int year) {
    JobHandle<ExportedFile> job = duly.enqueue(export(customer, year));
    return job.id().value();
  }

  /** The same, if and only if the transaction commits. */
  public String start(Connection tx, String customer, int year) {
    return duly.within(tx).enqueue(export(customer, year)).id().value();
  }

  /** Answers with the file: for a caller that can wait a while for it. */
  public Optional<ExportedFile> await(String customer, int year)
      throws InterruptedException, TimeoutException {
    JobHandle<ExportedFile> job = duly.enqueue(export(customer, year).awaited());
    return Optional.ofNullable(job.await(Duration.ofSeconds(10)));
  }

  private static NewJob<Export, ExportedFile> export(String customer, int year) {
    return NewJob.of(EXPORT, new Export(customer, year)).tag("customer:" + customer);
  }

  /** The file, once there is one; the page asks again until then. */
  public Optional<ExportedFile> file(String customer, String id) {
    return find(customer, id).flatMap(job -> duly.jobs().result(EXPORT, job.ref()));
  }

  /** The handler: {@code writer} writes a customer's orders of a year, and tells how many. */
  public static ResultHandler<Export, ExportedFile> exporter(ToIntFunction<Export> writer) {
    return (export, attempt) -> {
      int orders = writer.applyAsInt(export);
      attempt.progress(new Written(orders, orders));
      attempt.log("wrote " + orders + " orders");
      return new ExportedFile(export.customer() + "-" + export.year() + ".csv");
    };
  }

  /** How far a job is, such as {@code 3 of 7}. */
  public Optional<String> progress(String customer, String id) {
    return find(customer, id)
        .flatMap(job -> duly.jobs().progress(job.ref(), Written.class))
        .map(written -> written.orders() + " of " + written.of());
  }

  /** The newest twenty of a customer, without their payloads. */
  public List<String> mine(String customer) {
    JobFilter filter = JobFilter.ALL.and(Field.TAG, "customer:" + customer);
    return duly.jobs().list(new JobQuery(filter, 20).payloadBytesMax(0)).jobs().stream()
        .map(job -> job.job().id() + " " + job.stateText())
        .toList();
  }

  /** Empty if the customer has no such job: whose it is says the tag, not the address. */
  private Optional<JobRecord> find(String customer, String id) {
    return duly.jobs()
        .find(id)
        .filter(job -> job.job().labels().tags().contains("customer:" + customer));
  }

  /** Whether it is cancelled, or its handler was asked to stop. */
  public boolean cancel(String customer, String id) {
    Optional<Acted> acted =
        find(customer, id).map(job -> duly.jobs().as(customer).cancel(job.ref()));
    return acted.equals(Optional.of(Acted.DONE)) || acted.equals(Optional.of(Acted.ASKED));
  }
}
