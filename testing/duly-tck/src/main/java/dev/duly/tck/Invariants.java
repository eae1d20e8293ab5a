package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.QueueRecord;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What must hold of every job at any moment, whatever has happened. */
final class Invariants {
  private Invariants() {}

  static void check(Inspector inspector) {
    List<JobRecord> jobs = inspector.list(JobQuery.all(JobQuery.LIMIT_MAX)).jobs();
    for (JobRecord job : jobs) {
      checkJob(job);
    }
    assertThat(withoutProgress(inspector.find(jobs.stream().map(JobRecord::ref).toList())))
        .as("found as they are listed")
        .isEqualTo(withoutProgress(jobs));
    if (jobs.size() < JobQuery.LIMIT_MAX) {
      inspector.queues().forEach(queue -> checkCounts(queue, jobs));
    }
  }

  /** Of which a list need not tell. */
  private static List<JobRecord> withoutProgress(List<JobRecord> jobs) {
    return jobs.stream().map(job -> job.toBuilder().progress(Optional.empty()).build()).toList();
  }

  private static void checkJob(JobRecord r) {
    String job = r.job().id() + " " + r.state();
    assertThat(r.leaseUntil().isPresent())
        .as(job + ": has a lease exactly while it runs")
        .isEqualTo(r.state() == JobState.RUNNING);
    assertThat(r.finishedAt().isPresent())
        .as(job + ": has an end exactly in a final state")
        .isEqualTo(r.state().isFinal());
    assertThat(r.deadReason().isPresent())
        .as(job + ": has a reason exactly when dead or cancelled")
        .isEqualTo(r.state() == JobState.DEAD || r.state() == JobState.CANCELLED);
    assertThat(r.job().attempts()).as(job + ": attempts").isNotNegative();
    assertThat(r.job().streaks().lost()).as(job + ": lost streak").isBetween(0, r.lost());
    if (r.state() == JobState.RUNNING || r.state() == JobState.COMPLETED) {
      assertThat(r.worker()).as(job + ": worker").isPresent();
      assertThat(r.startedAt()).as(job + ": started_at").isPresent();
    }
    if (r.state() == JobState.DEAD) {
      assertThat(r.lastError()).as(job + ": last error").isPresent();
    }
  }

  private static void checkCounts(QueueRecord queue, List<JobRecord> jobs) {
    assertThat(queue)
        .as("counts of queue " + queue.queue())
        .isEqualTo(
            new QueueRecord(
                queue.queue(),
                queue.paused(),
                count(queue, jobs, JobState.WAITING),
                count(queue, jobs, JobState.RUNNING),
                count(queue, jobs, JobState.COMPLETED),
                count(queue, jobs, JobState.CANCELLED),
                count(queue, jobs, JobState.DEAD),
                firstDue(queue, jobs)));
  }

  private static Optional<Instant> firstDue(QueueRecord queue, List<JobRecord> jobs) {
    return jobs.stream()
        .filter(r -> r.state() == JobState.WAITING && r.job().queue().equals(queue.queue()))
        .map(r -> r.job().scheduledAt())
        .min(Comparator.naturalOrder());
  }

  private static long count(QueueRecord queue, List<JobRecord> jobs, JobState state) {
    return jobs.stream()
        .filter(r -> r.state() == state && r.job().queue().equals(queue.queue()))
        .count();
  }
}
