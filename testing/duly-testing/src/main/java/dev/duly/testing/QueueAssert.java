package dev.duly.testing;

import dev.duly.JobType;
import dev.duly.job.JobRecord;
import dev.duly.job.JobState;
import java.util.List;
import java.util.function.Predicate;

/** What a {@link TestQueue} holds. Every assertion throws an {@link AssertionError}. */
public final class QueueAssert {
  private final TestQueue queue;

  QueueAssert(TestQueue queue) {
    this.queue = queue;
  }

  /** At least one job of this type, in whatever state by now. */
  public <P> JobsAssert<P> enqueued(Class<P> payload) {
    return enqueued(JobType.of(payload));
  }

  /** At least one job of this type, in whatever state by now. */
  public <P> JobsAssert<P> enqueued(JobType<P, ?> type) {
    return jobs("enqueued", type, job -> true);
  }

  /** At least one job of this type has completed. */
  public <P> JobsAssert<P> completed(Class<P> payload) {
    return completed(JobType.of(payload));
  }

  /** At least one job of this type has completed. */
  public <P> JobsAssert<P> completed(JobType<P, ?> type) {
    return jobs("completed", type, job -> job.state() == JobState.COMPLETED);
  }

  /** At least one job of this type has failed and waits to be run again. */
  public <P> JobsAssert<P> retrying(Class<P> payload) {
    return retrying(JobType.of(payload));
  }

  /** At least one job of this type has failed and waits to be run again. */
  public <P> JobsAssert<P> retrying(JobType<P, ?> type) {
    return jobs(
        "retrying", type, job -> job.state() == JobState.WAITING && job.job().attempts() > 0);
  }

  /** At least one job of this type is a dead letter. */
  public <P> JobsAssert<P> dead(Class<P> payload) {
    return dead(JobType.of(payload));
  }

  /** At least one job of this type is a dead letter. */
  public <P> JobsAssert<P> dead(JobType<P, ?> type) {
    return jobs("dead", type, job -> job.state() == JobState.DEAD);
  }

  private <P> JobsAssert<P> jobs(String what, JobType<P, ?> type, Predicate<JobRecord> fits) {
    return new JobsAssert<>(
        queue,
        what + " " + type.name(),
        type.payload(),
        queue.jobs().stream()
            .filter(job -> job.job().type().equals(type.name()))
            .filter(fits)
            .toList());
  }

  /** No job but those that assertions of this test have found before. */
  public QueueAssert enqueuedNothingElse() {
    List<JobRecord> others =
        queue.jobs().stream().filter(job -> !queue.asserted().contains(job.job().id())).toList();
    if (!others.isEmpty()) {
      throw new AssertionError(
          "expected nothing else to be enqueued, but found" + JobsAssert.lines(queue, others));
    }
    return this;
  }

  /** No job at all, not even one that has ended. */
  public QueueAssert isEmpty() {
    List<JobRecord> jobs = queue.jobs();
    if (!jobs.isEmpty()) {
      throw new AssertionError("expected no job, but found" + JobsAssert.lines(queue, jobs));
    }
    return this;
  }
}
