package dev.duly.examples;

import dev.duly.Duly;
import dev.duly.Handler;
import dev.duly.JobName;
import dev.duly.NewJob;
import dev.duly.Schedule;
import dev.duly.Worker;
import dev.duly.schedule.Misfire;
import dev.duly.schedule.Overlap;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.Consumer;

/** Recurring jobs: a report each morning, a sync each quarter of an hour. */
public final class Reports {
  private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

  private Reports() {}

  @JobName("report.daily")
  public record Daily(String shop) {}

  @JobName("accounts.sync")
  public record Sync() {}

  /** Declared at each start; what has not changed is left as it is. */
  public static void declare(Duly jobs) {
    jobs.schedules(
        Schedule.cron("daily-report", "0 6 * * MON-FRI", OSLO)
            .job(NewJob.of(new Daily("oslo")).queue("reports"))
            .overlap(Overlap.SKIP)
            .jitter(Duration.ofMinutes(2)),
        Schedule.every("sync", Duration.ofMinutes(15))
            .job(NewJob.of(new Sync()))
            .misfire(Misfire.SKIP));
  }

  /** A report is of the day before the one for which it was due, however late it runs. */
  public static Handler<Daily> daily(Consumer<LocalDate> write) {
    return (report, attempt) -> {
      Instant due = attempt.nominalTime().orElse(Instant.now());
      write.accept(LocalDate.ofInstant(due, OSLO).minusDays(1));
    };
  }

  public static Worker start(Duly jobs, Consumer<LocalDate> write) {
    return jobs.worker()
        .queue("reports", 2)
        .queue("default", 8)
        .handle(Daily.class, daily(write))
        .handle(Sync.class, (sync, attempt) -> attempt.log("synced"))
        .start();
  }
}
