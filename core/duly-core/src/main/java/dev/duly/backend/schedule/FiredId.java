package dev.duly.backend.schedule;

import dev.duly.job.JobId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Of which schedule and which of its times a job is; its id is made of both, so that a step that is
 * done twice makes one job (rule K2): {@code daily-report:20300610T040000Z}.
 */
public record FiredId(String schedule, Instant nominal) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  public JobId job() {
    return new JobId(schedule + ":" + TIME.format(nominal));
  }

  /**
   * Reads it back.
   *
   * @throws java.time.DateTimeException if no schedule fired this job
   */
  public static FiredId of(JobId job) {
    int colon = job.value().lastIndexOf(':');
    return new FiredId(
        job.value().substring(0, Math.max(0, colon)),
        TIME.parse(job.value().substring(colon + 1), Instant::from));
  }

  /** Whether a job has the id of one that this schedule fired. */
  public boolean isOfSameSchedule(JobId job) {
    return job.value().lastIndexOf(':') == schedule.length() && job.value().startsWith(schedule);
  }
}
