package dev.duly.monitor;

import dev.duly.backend.room.HealthIssue;
import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.JobRecord;
import dev.duly.query.Field;
import dev.duly.query.JobFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Jobs that expired and still wait: they end when a worker claims them, so that none serves their
 * queue. Looked for among the latest that wait.
 */
public final class ExpiredJobs {
  private static final int LOOKED_AT = 1_000;

  /** A worker that serves the queue meets an expired job sooner than this. */
  private static final Duration LONG_AGO = Duration.ofMinutes(1);

  private ExpiredJobs() {}

  /** A warning for each queue that has some. */
  public static List<HealthIssue> findings(Inspector inspector, Instant now) {
    JobFilter waiting = JobFilter.ALL.and(Field.STATE, "waiting");
    Map<String, Long> byQueue =
        inspector.list(new JobQuery(waiting, Optional.empty(), LOOKED_AT, 0)).jobs().stream()
            .filter(job -> isExpired(job, now))
            .collect(
                Collectors.groupingBy(
                    job -> job.job().queue(), TreeMap::new, Collectors.counting()));
    return byQueue.entrySet().stream()
        .map(
            entry ->
                HealthIssue.warning(
                    entry.getValue()
                        + (entry.getValue() == 1 ? " job" : " jobs")
                        + " of queue "
                        + entry.getKey()
                        + " expired over a minute ago and still "
                        + (entry.getValue() == 1 ? "waits" : "wait"),
                    "an expired job ends when a worker claims it: start one that serves the queue,"
                        + " or resume what is paused"))
        .toList();
  }

  private static boolean isExpired(JobRecord job, Instant now) {
    return job.job().attempts() == 0
        && !job.job().scheduledAt().isAfter(now)
        && job.job().expiresAt().filter(end -> end.isBefore(now.minus(LONG_AGO))).isPresent();
  }
}
